import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, PageLink, Pill, usePersonName, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPlus, IconVolume } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import styles from '../../Admin.module.css';
import { AdminPage, RowName } from '../../parts';
import { Listen } from './Listen';
import { PromptDrawer } from './PromptDrawer';
import own from './Prompts.module.css';
import { LANGUAGES, usePrompts, type Language, type PromptRow } from './usePrompts';

/** The library of what callers hear: by language, how long, and which flows speak it. */
export function PromptsPage() {
  const { t } = useTranslation('prompts');
  const { rows, library } = usePrompts();
  const [opened, setOpened] = useState<string>();
  const open = (row: PromptRow) => { if (row.prompt) setOpened(row.key); };
  const pages = { rows, loading: library.isPending, loadingMore: false, error: library.error, more: undefined, retry: () => void library.refetch() };
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setOpened('new'); }} data-testid="prompt-add">
      {t('add')}
    </Button>
  );
  return (
    <AdminPage title={t('title')} lead={t('lead')} actions={add}>
      <Card flush className={styles.table}>
        <DataTable label={t('title')} columns={useColumns(open)} pages={pages} rowKey={row => row.key} onOpen={open} rowTestId="prompt-row" roomy empty={<Empty icon={<IconVolume size={32} stroke={1.5} />}>{t('empty')}</Empty>} />
      </Card>
      {opened && <PromptDrawer key={opened} prompt={rows.find(({ key }) => key === opened)?.prompt} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function useColumns(open: (row: PromptRow) => void): Column<PromptRow>[] {
  const { t } = useTranslation('prompts');
  const format = useFormat();
  const name = usePersonName();
  return useMemo(
    () => [
      { key: 'name', title: t('name'), cell: row => (row.prompt ? <RowName onOpen={() => { open(row); }}>{row.name}</RowName> : <span className="row"><span className="b5">{row.name}</span><Pill square tone="line">{t('house')}</Pill></span>) },
      ...LANGUAGES.map(language => ({ key: language, title: t(`language.${language}`), cell: (row: PromptRow) => <VoiceCell row={row} language={language} /> })),
      {
        key: 'speakers',
        title: t('speakers'),
        cell: row => row.speakers.length > 0 ? <ul className={own.speakers}>{row.speakers.map(({ flow, name }) => <li key={flow}><PageLink to={`/admin/flows/${flow}`}>{name}</PageLink></li>)}</ul> : <span className="ink3">{t('unspoken')}</span>,
      },
      { key: 'changed', title: t('changed'), cell: row => row.prompt && `${format.stamp(row.prompt.changed)} ${name(row.prompt.changed_by) ?? ''}` },
    ],
    [t, format, name, open],
  );
}

function VoiceCell({ row, language }: { row: PromptRow; language: Language }) {
  const { t } = useTranslation('prompts');
  const format = useFormat();
  const voice = row.voices[language];
  if (!voice) return <span className="ink3">–</span>;
  return (
    <div className={own.voice}>
      {voice.src ? (
        <span className="row">
          <Listen source={voice.src} of={row.name} testId={`prompt-listen-${language}`}>{t('seconds', { seconds: format.number(voice.seconds) })}</Listen>
          {voice.source !== 'house' && <span className="meta ink2">{t(`source.${voice.source}`)}</span>}
        </span>
      ) : (
        <Pill square tone="warn">{t('noSound')}</Pill>
      )}
      <span className={`meta ink2 ${own.text}`} lang={language}>{voice.text}</span>
    </div>
  );
}
