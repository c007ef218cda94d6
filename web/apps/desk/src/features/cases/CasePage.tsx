import { casesShowCase, keys, useMay, type CaseChange, type CaseDetail, type CaseRow } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { CaseStatus, Card, ConflictNotice, Priority, ProblemAlert, SkeletonLines, usePersonName } from '@madoguchi/ui';
import { ActionIcon, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { About } from './About';
import styles from './Cases.module.css';
import { CaseTasks } from './CaseTasks';
import { Facts } from './Facts';
import { History } from './History';
import { useCaseChange } from './useCaseChange';

export function CasePage() {
  const { case: id } = useParams({ from: '/signed-in/cases/$case' });
  const found = useQuery({ queryKey: keys.case(id), queryFn: ({ signal }) => casesShowCase({ path: { case: id }, signal }) });
  return (
    <main className={styles.page}>
      {found.isPending && <SkeletonLines lines={8} height={28} />}
      <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      {found.data && <Whole key={id} detail={found.data} />}
    </main>
  );
}

function Whole({ detail }: { detail: CaseDetail }) {
  const { case: row } = detail;
  const { t } = useTranslation('cases');
  const { change, saving, error, clash, keepMine, takeTheirs } = useCaseChange(row);
  const told = useTold();
  return (
    <>
      <header className={styles.head}>
        <div className="grow">
          <nav className="row meta ink3" aria-label={t('path')}>
            <Link to="/cases">{t('title')}</Link>
            <span aria-hidden>/</span>
            <span className="tn">{row.number}</span>
          </nav>
          <Title key={row.title} row={row} onChange={change} />
          <div className="row">
            <CaseStatus status={row.status} />
            <Priority priority={row.priority} />
          </div>
        </div>
      </header>
      <ProblemAlert error={error} />
      {clash && (
        <ConflictNotice
          rows={Object.keys(clash.mine).map(field => ({ name: t(`field.${field}`), theirs: told(field, clash.theirs), mine: told(field, clash.mine) }))}
          saving={saving}
          onKeepMine={keepMine}
          onTakeTheirs={takeTheirs}
        />
      )}
      <div className={styles.columns}>
        <Card flush className={styles.history}>
          <History detail={detail} />
        </Card>
        <div className={styles.side}>
          <Card title={t('facts')}>
            <Facts row={row} saving={saving} onChange={change} />
          </Card>
          <About detail={detail} />
          <CaseTasks detail={detail} />
        </div>
      </div>
    </>
  );
}

/** A field of a case in words, as the conflict notice shows it. */
function useTold(): (field: string, row: CaseChange) => string {
  const { t } = useTranslation('cases');
  const format = useFormat();
  const nameOf = usePersonName();
  return (field, row) => {
    if (field === 'status') return t(`ui:caseStatus.${String(row.status)}`);
    if (field === 'priority') return t(`ui:priority.${String(row.priority)}`);
    if (field === 'due') return row.due ? format.due(row.due) : '';
    if (field === 'assignee_id') return nameOf(row.assignee_id) ?? '';
    return row.title ?? '';
  };
}

function Title({ row, onChange }: { row: CaseRow; onChange: (change: CaseChange) => void }) {
  const { t } = useTranslation('cases');
  const may = useMay('cases.write');
  const [typed, setTyped] = useState<string>();
  const finish = () => {
    if (typed?.trim() && typed.trim() !== row.title) onChange({ title: typed.trim() });
    setTyped(undefined);
  };
  if (typed === undefined)
    return (
      <h1 className={styles.title} data-testid="case-title">
        {row.title}
        {may && (
          <ActionIcon size={26} aria-label={t('rename')} title={t('rename')} onClick={() => { setTyped(row.title); }}>
            <IconPencil size={16} />
          </ActionIcon>
        )}
      </h1>
    );
  return (
    <TextInput
      aria-label={t('subject')}
      value={typed}
      data-autofocus
      autoFocus
      maxLength={300}
      onChange={event => { setTyped(event.currentTarget.value); }}
      onBlur={finish}
      onKeyDown={event => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') finish();
        if (event.key === 'Escape') setTyped(undefined);
      }}
    />
  );
}
