import type { ExitView, FaultView } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Tooltip } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Handle, Position, useUpdateNodeInternals, type Node, type NodeProps } from '@xyflow/react';
import { memo, useEffect } from 'react';
import styles from './Editor.module.css';
import { icons, type Kind } from './kinds';

export interface Drawn extends Record<string, unknown> {
  kind: Kind;
  kindWord: string;
  name: string;
  detail: string | undefined;
  exits: ExitView[];
  /** The ways out that have a line. One that is not needed and has none is shown on the chosen step only. */
  led: ReadonlySet<string>;
  faults: FaultView[];
  turns: readonly number[] | undefined;
  /** Nobody comes by on the path that is shown. */
  aside: boolean;
}
export type DrawnNode = Node<Drawn, 'step'>;

/** A step on the canvas: what it is, what it does, its ways out below, what is wrong with it. */
export const StepNode = memo(function StepNode({ id, data, selected }: NodeProps<DrawnNode>) {
  const ja = useLocale() === 'ja';
  const Icon = icons[data.kind];
  const exits = data.exits.filter(exit => exit.needed || data.led.has(exit.name) || selected);
  const plain = data.exits.length === 1 && data.exits[0]?.name === 'next';
  useHandles(id, exits);
  return (
    <div className={styles.step} data-selected={selected || undefined} data-faulty={severity(data.faults)} data-aside={data.aside || undefined} data-testid={`step-${id}`}>
      {data.kind !== 'start' && <Handle type="target" id="in" position={Position.Top} className={styles.in} />}
      <div className={styles.stepHead}>
        <span className={styles.stepIcon}>
          <Icon size={17} stroke={1.7} aria-hidden />
        </span>
        <span className={styles.stepWords}>
          <span className="micro ink2">{data.kindWord}</span>
          <span className="b6">{data.name}</span>
        </span>
        <Marks data={data} />
      </div>
      {data.detail && <p className={styles.detail}>{data.detail}</p>}
      {plain ? (
        <Handle type="source" id="next" position={Position.Bottom} className={styles.out} />
      ) : (
        exits.length > 0 && (
          <div className={styles.exits}>
            {exits.map(exit => (
              <span key={exit.name} className={styles.exit} data-open={(exit.needed && !exit.leads) || undefined} data-optional={!exit.needed || undefined}>
                {ja ? exit.called.ja : exit.called.en}
                <Handle type="source" id={exit.name} position={Position.Bottom} className={styles.out} />
              </span>
            ))}
          </div>
        )
      )}
    </div>
  );
});

const severity = (faults: readonly FaultView[]) => (faults.some(fault => fault.severity === 'error') ? 'error' : faults.length > 0 ? 'warning' : undefined);

/** Ways out come and go with what the step is set to: the lines must know where they begin. */
function useHandles(id: string, exits: readonly ExitView[]) {
  const update = useUpdateNodeInternals();
  const names = exits.map(({ name, called }) => name + called.ja).join(' ');
  useEffect(() => { update(id); }, [id, names, update]);
}

function Marks({ data }: { data: Drawn }) {
  const { t } = useTranslation('flows');
  const ja = useLocale() === 'ja';
  return (
    <>
      {data.turns && <span className={styles.turn} aria-label={t('test.turn', { turn: data.turns.join(t('comma')) })}>{data.turns.join('·')}</span>}
      {data.faults.length > 0 && (
        <Tooltip multiline maw={300} label={data.faults.map(({ said }) => (ja ? said.ja : said.en)).join('\n')} classNames={{ tooltip: styles.tooltip }}>
          <span className={styles.faultMark} data-severity={severity(data.faults)} data-testid="step-fault">
            <IconAlertTriangle size={16} aria-label={t('faults.count', { count: data.faults.length })} />
          </span>
        </Tooltip>
      )}
    </>
  );
}
