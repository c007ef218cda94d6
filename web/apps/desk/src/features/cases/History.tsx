import { casesAddEntry, casesListEntries, keys, useMay, type CaseDetail, type CaseEntry } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Kbd, PageLink, ProblemAlert, Section, Stamp, usePersonName } from '@madoguchi/ui';
import { Button, Textarea } from '@mantine/core';
import { IconArrowRight, IconFolderPlus, IconNote, IconPencil } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from './Cases.module.css';
import { useDraft } from './useDraft';

const icons = { opened: IconFolderPlus, changed: IconPencil, note: IconNote };

/** What was done and written, newest first, with the place to write at the top. */
export function History({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const may = useMay('cases.write');
  const [wanted, setWanted] = useState(false);
  const older = useInfiniteQuery({
    queryKey: [...keys.case(detail.case.id), 'older', detail.older],
    queryFn: ({ pageParam, signal }) => casesListEntries({ path: { case: detail.case.id }, query: { before: pageParam, limit: 50 }, signal }),
    initialPageParam: detail.older,
    getNextPageParam: page => page.older ?? null,
    enabled: wanted && detail.older !== null,
  });
  const entries = [...detail.entries, ...(older.data?.pages.flatMap(page => page.items) ?? [])];
  const more = detail.older !== null && (!wanted || older.hasNextPage);
  return (
    <>
      {may && <Composer key={detail.case.id} caseId={detail.case.id} />}
      <div className={styles.scroll}>
        <Section level={2} title={t('history')}>
          <ol data-testid="case-entries">
            {entries.map(entry => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
        </Section>
        <ProblemAlert error={older.error} onRetry={() => void older.refetch()} />
        {more && (
          <Button variant="default" fullWidth loading={older.isFetching} onClick={() => { if (wanted) void older.fetchNextPage(); else setWanted(true); }}>
            {t('older')}
          </Button>
        )}
      </div>
    </>
  );
}

function Composer({ caseId }: { caseId: string }) {
  const { t } = useTranslation('cases');
  const cache = useQueryClient();
  const [text, setText] = useDraft(`case:${caseId}`);
  const add = useMutation({
    mutationFn: () => casesAddEntry({ path: { case: caseId }, body: { text: text.trim() } }),
    onSuccess: async () => {
      setText('');
      await cache.invalidateQueries({ queryKey: keys.case(caseId) });
    },
  });
  const send = () => { if (text.trim() && !add.isPending) add.mutate(); };
  return (
    <div className={styles.composer}>
      <Textarea
        aria-label={t('note')}
        placeholder={t('notePlaceholder')}
        autosize
        minRows={2}
        maxRows={10}
        value={text}
        onChange={event => { setText(event.currentTarget.value); }}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
            event.preventDefault();
            send();
          }
        }}
        data-testid="case-note"
      />
      <ProblemAlert error={add.error} />
      <div className="row">
        <span className="grow meta ink3">{t('noteHint')}</span>
        <Button loading={add.isPending} disabled={!text.trim()} onClick={send} rightSection={<Kbd keys="Mod+Enter" on="accent" />} data-testid="case-note-add">
          {t('addNote')}
        </Button>
      </div>
    </div>
  );
}

function Entry({ entry }: { entry: CaseEntry }) {
  const { t } = useTranslation('cases');
  const Icon = icons[entry.kind];
  return (
    <li className={styles.entry} data-kind={entry.kind}>
      <span className={styles.entryIcon}>
        <Icon size={14} stroke={1.7} aria-hidden />
      </span>
      <div>
        <p className="meta ink3">
          <span className="b5">{entry.user_name ?? t('system')}</span> {t(`entry.${entry.kind}`)} <Stamp at={entry.at} />
          {entry.interaction_id && (
            <>
              {' · '}
              <PageLink to={`/history/${entry.interaction_id}`}>{t('inContact')}</PageLink>
            </>
          )}
        </p>
        {entry.text && <p className={styles.words}>{entry.text}</p>}
        {entry.kind === 'changed' && <Changes data={entry.data} />}
      </div>
    </li>
  );
}

function Changes({ data }: { data: CaseEntry['data'] }) {
  const { t } = useTranslation('cases');
  const format = useFormat();
  const nameOf = usePersonName();
  const told = (field: string, value: string | null | undefined): string => {
    if (!value) return t('nothing');
    if (field === 'status') return t(`ui:caseStatus.${value}`);
    if (field === 'priority') return t(`ui:priority.${value}`);
    if (field === 'due') return format.due(value);
    return nameOf(value) ?? t('somebody');
  };
  return (
    <ul>
      {Object.entries(data).map(([field, values]) => (
        <li key={field} className="row wrap">
          <span className="ink3">{t(`field.${field}`, field)}</span>
          {values.length === 2 && field !== 'customer_id' ? (
            <>
              <span>{told(field, values[0])}</span>
              <IconArrowRight size={14} aria-label={t('becomes')} />
              <span className="b5">{told(field, values[1])}</span>
            </>
          ) : (
            <span>{t('wasChanged')}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
