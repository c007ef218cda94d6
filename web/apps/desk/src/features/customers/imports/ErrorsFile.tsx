import type { ImportView } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';

/** The faulty lines as a file, to be mended and uploaded again. */
export function ErrorsFile({ work }: { work: ImportView }) {
  const { t } = useTranslation('customers');
  return (
    <Button variant="default" component="a" href={`/api/v1/customer-imports/${work.id}/errors`} download leftSection={<IconDownload size={16} />} data-testid="import-errors">
      {t('imports.errorsFile', { count: work.counts.faulty })}
    </Button>
  );
}
