import type { Definition } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Define } from '@madoguchi/ui';
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import { TILES, useFigures } from './figures';
import styles from './Reports.module.css';

interface Props {
  metrics: readonly Definition[];
  now: Record<string, number>;
  was: Record<string, number>;
  chosen: string;
  onChoose: (code: string) => void;
  onOpen: (code: string) => void;
}

/** The figures people look at first, each with how it moved since the same weekday before. */
export function Tiles({ metrics, now, was, chosen, onChoose, onOpen }: Props) {
  const shown = TILES.flatMap(code => metrics.filter(metric => metric.code === code && now[code] !== undefined)).slice(0, 5);
  return (
    <div className={styles.tiles}>
      {shown.map(metric => (
        <Tile key={metric.code} metric={metric} now={now[metric.code]} was={was[metric.code]} chosen={metric.code === chosen} onChoose={onChoose} onOpen={onOpen} />
      ))}
    </div>
  );
}

type TileProps = Pick<Props, 'onChoose' | 'onOpen'> & { metric: Definition; now: number | undefined; was: number | undefined; chosen: boolean };

function Tile({ metric, now, was, chosen, onChoose, onOpen }: TileProps) {
  const { t } = useTranslation('reports');
  const { show, moved } = useFigures();
  const change = moved(metric, now, was);
  const Arrow = change?.up ? IconArrowUpRight : IconArrowDownRight;
  return (
    <div className={styles.tile} data-chosen={chosen || undefined} data-testid={`report-tile-${metric.code}`}>
      <span className={styles.tileName}>
        <button type="button" className={styles.plain} aria-pressed={chosen} onClick={() => { onChoose(metric.code); }}>
          {metric.name}
        </button>
        <Define metric={metric} testId="report-define" />
      </span>
      <span className={styles.tileFigure}>
        <button type="button" className={styles.figure} aria-label={t('open', { name: metric.name, value: show(metric, now) })} onClick={() => { onOpen(metric.code); }} data-testid={`report-figure-${metric.code}`}>
          {show(metric, now)}
        </button>
        {change && (
          <span className={styles.moved} data-tone={change.tone}>
            {!change.even && <Arrow size={14} stroke={1.8} aria-hidden />}
            {change.text}
          </span>
        )}
      </span>
    </div>
  );
}
