import { useTranslation } from '@madoguchi/i18n';
import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import styles from './forms.module.css';

/** A text to hand on (a link, a key): selected by one click, copied by one button. */
export function CopyLine({ text, label, testId }: { text: string; label: string; testId?: string }) {
  const { t } = useTranslation('ui');
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <div className={styles.copy} role="group" aria-label={label}>
      <code data-testid={testId}>{text}</code>
      <Button variant="default" leftSection={clipboard.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />} onClick={() => { clipboard.copy(text); }}>
        {t(clipboard.copied ? 'copied' : 'copy')}
      </Button>
    </div>
  );
}
