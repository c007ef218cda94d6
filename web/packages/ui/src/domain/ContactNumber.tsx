import { interactionsRevealAddress, useMay, type Id } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { isWhole, Phone } from '../parts/Phone';
import { useFailureNotice } from '../parts/useFailureNotice';

/** The number of a contact's other side. One that is hidden can be called all the same (unless `plain`), and opened: that is recorded. */
export function ContactNumber({ contact, value, customer, plain }: { contact: Id; value: string; customer?: Id; plain?: boolean }) {
  const { t } = useTranslation('ui');
  const may = useMay('customers.reveal');
  const reveal = useMutation({ mutationFn: () => interactionsRevealAddress({ path: { interaction: contact } }), onError: useFailureNotice() });
  const shown = reveal.data?.address ?? value;
  return (
    <span className="row">
      <Phone number={shown} contact={contact} {...(customer && { customer })} {...(plain && { plain })} testId="contact-dial" />
      {may && !isWhole(shown) && (
        <Button variant="subtle" size="compact-xs" leftSection={<IconEye size={14} aria-hidden />} loading={reveal.isPending} title={t('revealRecorded')} onClick={() => { reveal.mutate(); }} data-testid="contact-reveal">
          {t('reveal')}
        </Button>
      )}
    </span>
  );
}
