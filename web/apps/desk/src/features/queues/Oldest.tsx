import { interactionsShow, keys, useMay } from '@madoguchi/api';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { PageLink, PersonName } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';

/** Who has waited longest in a queue, for those who may see everybody's contacts: it opens the contact. */
export function Oldest({ contact }: { contact: string }) {
  const { t } = useTranslation('queues');
  const may = useMay('interactions.read_all');
  const view = useQuery({ queryKey: keys.interaction(contact), queryFn: ({ signal }) => interactionsShow({ path: { interaction: contact }, signal }), enabled: may }).data;
  if (!view) return <span className="ink3">{t(may ? 'reading' : 'notShown')}</span>;
  const { interaction } = view.contact;
  const customer = view.customers.find(each => each.id === interaction.customer_id);
  const number = interaction.address_value && nationalPhone(interaction.address_value);
  return <PageLink to={`/history/${contact}`}>{customer ? <PersonName {...customer} /> : (number ?? t(`withheld.${interaction.withheld ?? 'unavailable'}`))}</PageLink>;
}
