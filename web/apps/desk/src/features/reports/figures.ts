import type { Definition, Line } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { useCallback } from 'react';

/** Figures over the page, the first ones that somebody may see. */
export const TILES = ['service_level', 'offered', 'abandon_rate', 'asa', 'fcr', 'handled', 'aht', 'occupancy', 'productivity', 'transfer_rate'] as const;
/** Columns of the table, in order; those without a meaning in a view are left out. */
export const COLUMNS = [
  'received', 'offered', 'answered', 'answer_rate', 'abandoned', 'abandon_rate', 'short_abandoned', 'diverted', 'service_level', 'asa', 'handled', 'att', 'hold', 'acw', 'aht', 'occupancy', 'staffed', 'adherence',
  'productivity', 'transfers', 'transfer_rate', 'fcr', 'repeats', 'repeat_rate', 'asked', 'rona', 'rona_rate',
] as const;

/** A figure as people read it, and how far it moved. */
export function useFigures() {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const show = useCallback(
    (metric: Definition, value: number | undefined): string => {
      if (value === undefined) return '–';
      if (metric.unit === 'count') return format.number(value);
      if (metric.unit === 'seconds') return format.clock(Math.round(value)).replace(/^0(\d:)/, '$1');
      const rounded = format.number(Math.round(value * 10) / 10);
      return metric.unit === 'percent' ? `${rounded} %` : t(`unit.${metric.unit}`, { value: rounded });
    },
    [format, t],
  );
  const moved = useCallback(
    (metric: Definition, value: number | undefined, was: number | undefined) => {
      if (value === undefined || was === undefined) return null;
      const by = metric.unit === 'count' ? (was === 0 ? null : (100 * (value - was)) / was) : value - was;
      if (by === null) return null;
      const rounded = Math.round(by * 10) / 10;
      const sign = rounded > 0 ? '+' : rounded < 0 ? '−' : '±';
      const size = format.number(Math.abs(rounded));
      const unit = metric.unit === 'count' ? 'moved_count' : `moved_${metric.unit}`;
      const tone = rounded === 0 || metric.better === 'neither' ? 'even' : (rounded > 0) === (metric.better === 'more') ? 'good' : 'bad';
      return { text: t(unit, { by: `${sign}${size}` }), tone, up: rounded > 0, even: rounded === 0 } as const;
    },
    [format, t],
  );
  return { show, moved };
}

/** The line of a report that stands for all. */
export const whole = (lines: readonly Line[] | undefined) => lines?.[0]?.figures ?? {};
