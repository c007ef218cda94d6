import { filesStoreFile, interactionsAddAttachment, keys, useMay, type ContactView } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, Empty, FilePick, ProblemAlert, Stamp } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import styles from '../History.module.css';

/** Files that belong to the contact. What a file is, the server judges by its content. */
export function Attachments({ view: { contact } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const cache = useQueryClient();
  const may = useMay('desk.use');
  const id = contact.interaction.id;
  const attach = useMutation({
    mutationFn: async (file: File) => {
      const stored = await filesStoreFile({ body: { file } });
      return interactionsAddAttachment({ path: { interaction: id }, body: { file: stored.id } });
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.interaction(id) }),
  });
  return (
    <Card title={t('attachments')}>
      {contact.attachments.length === 0 && <Empty compact>{t('noAttachments')}</Empty>}
      <ul className="list" data-testid="attachments">
        {contact.attachments.map(each => (
          <li key={each.id} className={styles.note} data-testid="attachment-row">
            {each.file && !each.file.removed ? (
              <a href={`/api/v1/files/${each.file_id}`} target="_blank" rel="noreferrer">
                {each.file.name}
              </a>
            ) : (
              <span className="ink3">{t('removed')}</span>
            )}
            <p className="meta ink3">
              {each.file && t('size', { kb: format.number(Math.ceil(each.file.size / 1024)) })} <Stamp at={each.at} />
            </p>
          </li>
        ))}
      </ul>
      {may && (
        <>
          <ProblemAlert error={attach.error} />
          <FilePick onPick={file => { attach.mutate(file); }} inputProps={{ 'aria-label': t('attach') }}>
            {props => (
              <Button {...props} variant="default" leftSection={<IconPaperclip size={16} />} loading={attach.isPending} data-testid="attachment-add">
                {t('attach')}
              </Button>
            )}
          </FilePick>
        </>
      )}
    </Card>
  );
}
