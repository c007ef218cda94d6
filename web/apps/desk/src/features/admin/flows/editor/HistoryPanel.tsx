import { ifMatch, keys, workflowsListVersions, workflowsRollBackFlow, workflowsShowVersion, type Flow, type Graph, type Version } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, Pill, ProblemAlert, SkeletonLines, usePersonName } from '@madoguchi/ui';
import { ActionIcon, Button } from '@mantine/core';
import { IconHistory, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import side from './Side.module.css';
import { difference } from './graph';
import type { Step } from './kinds';

interface Props {
  flow: Flow;
  draft: Graph;
  looking: number | undefined;
  nameOf: (step: Step) => string;
  onLook: (number: number | undefined) => void;
  /** Keeps what is on the screen, so that rolling back refers to it. */
  save: () => Promise<Flow>;
  onRolledBack: (flow: Flow) => void;
  onClose: () => void;
}

export const useVersions = (flow: string) => useQuery({ queryKey: keys.flowVersions(flow), queryFn: ({ signal }) => workflowsListVersions({ path: { flow_id: flow }, signal }) });

/** A published version as a whole; it never changes. */
export const useVersion = (flow: string, number: number | undefined) =>
  useQuery({
    queryKey: [...keys.flowVersions(flow), number],
    queryFn: ({ signal }) => workflowsShowVersion({ path: { flow_id: flow, number: number! }, signal }),
    enabled: number !== undefined,
    staleTime: Infinity,
  });

/** What was published, the newest first: look at it, see what differs, bring it back. */
export function HistoryPanel({ flow, draft, looking, nameOf, onLook, save, onRolledBack, onClose }: Props) {
  const { t } = useTranslation('flows');
  const versions = useVersions(flow.id);
  const cache = useQueryClient();
  const back = useMutation({
    mutationFn: async (number: number) => {
      const kept = await save();
      return workflowsRollBackFlow({ path: { flow_id: flow.id }, body: { number }, headers: ifMatch(kept.version) });
    },
    onSuccess: onRolledBack,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.flowVersions(flow.id) }),
  });
  return (
    <aside className={side.inspector} aria-label={t('history.title')} data-testid="flow-history-panel">
      <div className={side.inspectorHead}>
        <h2 className="grow">{t('history.title')}</h2>
        <ActionIcon aria-label={t('history.close')} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <ProblemAlert error={versions.error ?? back.error} />
      {versions.isPending && <SkeletonLines lines={4} height={44} />}
      {versions.data?.length === 0 && <p className="ink2">{t('history.none')}</p>}
      <ol className={side.versions}>
        {versions.data?.map(version => (
          <VersionRow key={version.number} version={version} live={version.number === flow.published} on={looking === version.number} onLook={() => { onLook(looking === version.number ? undefined : version.number); }}>
            {looking === version.number && <Difference flow={flow.id} number={version.number} draft={draft} nameOf={nameOf} />}
            {looking === version.number && version.number !== flow.published && (
              <ConfirmButton leftSection={<IconHistory size={15} />} loading={back.isPending} question={t('history.question', { number: version.number })} confirm={t('history.back')} onConfirm={() => { back.mutate(version.number); }} testId="version-roll-back">
                {t('history.back')}
              </ConfirmButton>
            )}
          </VersionRow>
        ))}
      </ol>
    </aside>
  );
}

function VersionRow({ version, live, on, onLook, children }: { version: Version; live: boolean; on: boolean; onLook: () => void; children: React.ReactNode }) {
  const { t } = useTranslation('flows');
  const format = useFormat();
  const name = usePersonName();
  return (
    <li className={side.version} data-on={on || undefined} data-testid="version-row">
      <div className="row">
        <span className="b6">{t('version', { number: version.number })}</span>
        {live && <Pill square tone="ok">{t('history.live')}</Pill>}
        <span className="grow" />
        <Button variant="subtle" size="compact-xs" aria-pressed={on} onClick={onLook} data-testid="version-look">
          {t(on ? 'history.stopLooking' : 'history.look')}
        </Button>
      </div>
      <p className="meta ink2">
        {format.stamp(version.at)} {name(version.by)}
        {version.came_from !== null && `${t('comma')}${t('history.cameFrom', { number: version.came_from })}`}
      </p>
      {version.note && <p>{version.note}</p>}
      {children}
    </li>
  );
}

function Difference({ flow, number, draft, nameOf }: { flow: string; number: number; draft: Graph; nameOf: (step: Step) => string }) {
  const { t } = useTranslation('flows');
  const version = useVersion(flow, number).data;
  if (!version) return null;
  const found = difference(version.graph, draft);
  const said = (['added', 'removed', 'changed'] as const).filter(what => found[what].length > 0).map(what => t(`difference.${what}`, { steps: found[what].map(nameOf).join(t('comma')) }));
  if (found.lines > 0) said.push(t('difference.lines', { count: found.lines }));
  return (
    <ul className={side.difference} aria-label={t('difference.title')} data-testid="version-difference">
      {said.length === 0 && <li>{t('difference.none')}</li>}
      {said.map(line => <li key={line}>{line}</li>)}
    </ul>
  );
}
