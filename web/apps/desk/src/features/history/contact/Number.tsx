import { interactionsRevealAddress, useMay, type Id } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { isWhole, Phone, useFailureNotice } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';

/** The other side's number. One that is hidden can be called all the same, and opened: that is recorded. */
export function Number({ contact, value, customer }: { contact: Id; value: string; customer?: Id }) {
  const { t } = useTranslation('history');
  const may = useMay('customers.reveal');
  const reveal = useMutation({ mutationFn: () => interactionsRevealAddress({ path: { interaction: contact } }), onError: useFailureNotice() });
  const shown = reveal.data?.address ?? value;
  return (
    <span className="row">
      <Phone number={shown} contact={contact} {...(customer && { customer })} testId="contact-dial" />
      {may && !isWhole(shown) && (
        <Button variant="subtle" size="compact-xs" leftSection={<IconEye size={14} aria-hidden />} loading={reveal.isPending} title={t('revealRecorded')} onClick={() => { reveal.mutate(); }} data-testid="contact-reveal">
          {t('reveal')}
        </Button>
      )}
    </span>
  );
}
