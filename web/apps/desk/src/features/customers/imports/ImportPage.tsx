import { customersShowImport, keys, type ImportView } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { useTopic } from '@madoguchi/live';
import { PageHead, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconArrowLeft, IconCircle, IconCircleCheck, IconCircleDot } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { CheckStep } from './CheckStep';
import own from './Imports.module.css';
import { MapStep } from './MapStep';
import { ResultStep } from './ResultStep';
import { BUSY, stepOf, STEPS } from './state';
import { Working } from './Working';

/** One file on its way to customers. All of it lies on the server: the page can be left at any step and come back to. */
export function ImportPage() {
  const { t } = useTranslation('customers');
  const { import: id } = useParams({ from: '/signed-in/customers/imports/$import' });
  useTopic(`topic:import:${id}`);
  const work = useQuery({
    queryKey: keys.import(id),
    queryFn: ({ signal }) => customersShowImport({ path: { import_id: id }, signal }),
    refetchInterval: query => (BUSY.includes(query.state.data?.state ?? '') ? 1000 : false),
  });
  return (
    <main className={own.wizard} data-testid="import" data-state={work.data?.state}>
      <PageHead title={work.data?.file_name ?? t('imports.title')}>
        <Button variant="default" component={Link} to="/customers/imports" leftSection={<IconArrowLeft size={16} />}>
          {t('imports.all')}
        </Button>
      </PageHead>
      {work.error && <ProblemAlert error={work.error} onRetry={() => void work.refetch()} />}
      {work.isPending && <SkeletonLines lines={6} height={32} />}
      {work.data && <Steps key={work.data.id} work={work.data} />}
    </main>
  );
}

function Steps({ work }: { work: ImportView }) {
  // Going back to the mapping changes nothing on the server until it is checked again: it is only looked at.
  const [back, setBack] = useState(false);
  const mapping = work.state === 'uploaded' || work.state === 'failed' || (back && work.state === 'checked');
  return (
    <>
      <Road at={mapping ? 0 : stepOf(work.state)} over={work.state === 'done' || work.state === 'undone'} />
      {mapping ? (
        <MapStep key={work.version} work={work} onChecked={() => { setBack(false); }} />
      ) : BUSY.includes(work.state) ? (
        <Working work={work} />
      ) : work.state === 'checked' ? (
        <CheckStep work={work} onBack={() => { setBack(true); }} />
      ) : (
        <ResultStep work={work} />
      )}
    </>
  );
}

function Road({ at, over }: { at: number; over: boolean }) {
  const { t } = useTranslation('customers');
  return (
    <ol className={own.steps} aria-label={t('imports.steps')}>
      {STEPS.map((step, index) => {
        const done = index < at || (over && index === at);
        const Icon = done ? IconCircleCheck : index === at ? IconCircleDot : IconCircle;
        return (
          <li key={step} className={own.step} data-done={done || undefined} aria-current={index === at ? 'step' : undefined}>
            <Icon size={18} stroke={1.8} aria-hidden />
            {index + 1}. {t(`imports.step.${step}`)}
          </li>
        );
      })}
    </ol>
  );
}
