import type { Gap } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { useMemo } from 'react';
import styles from '../History.module.css';

interface Props {
  /** 0–255, channels interleaved: the customer, then the agent. */
  peaks: readonly number[];
  channels: number;
  seconds: number;
  at: number;
  /** What was left out on purpose: shown as a hatched stretch. */
  gaps?: readonly Gap[];
  onSeek: ((seconds: number) => void) | undefined;
}

const BARS = 180;
const HALF = 32;

/** The loudest of each stretch, so that a long call still fits the width. */
export function bars(peaks: readonly number[], channels: number, channel: number, count = BARS): number[] {
  const own = peaks.filter((_, index) => index % channels === channel);
  if (own.length === 0) return [];
  const shown = Math.min(count, own.length);
  return Array.from({ length: shown }, (_, bar) => Math.max(...own.slice(Math.floor((bar * own.length) / shown), Math.max(Math.floor(((bar + 1) * own.length) / shown), Math.floor((bar * own.length) / shown) + 1))));
}

/** Where the gaps lie in a drawing of this width. */
export function stretches(gaps: readonly Gap[], seconds: number, width: number): { x: number; width: number }[] {
  if (seconds <= 0) return [];
  return gaps.map(gap => {
    const from = Math.min(gap.at / seconds, 1) * width;
    return { x: from, width: Math.max(Math.min((gap.at + gap.seconds) / seconds, 1) * width - from, 2) };
  });
}

/** The shape of a call: the customer above the line, the agent below; what was heard already is stronger. */
export function Wave({ peaks, channels, seconds, at, gaps = [], onSeek }: Props) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const [above, below] = useMemo(() => [bars(peaks, channels, 0), channels > 1 ? bars(peaks, channels, 1) : []], [peaks, channels]);
  const width = 4 * Math.max(above.length, 1);
  const heard = seconds > 0 ? (at / seconds) * above.length : 0;
  return (
    <div className={styles.wave}>
      <span className="micro ink3">{t('customerSide')}</span>
      <svg viewBox={`0 0 ${String(width)} ${String(2 * HALF)}`} preserveAspectRatio="none" aria-hidden>
        {stretches(gaps, seconds, width).map(gap => (
          <rect key={`g${String(gap.x)}`} x={gap.x} y={0} width={gap.width} height={2 * HALF} data-gap data-testid="wave-gap" />
        ))}
        {above.map((peak, index) => (
          <rect key={index} x={index * 4} y={HALF - 1 - (peak / 255) * (HALF - 2)} width="2.6" height={(peak / 255) * (HALF - 2) + 0.5} data-heard={index < heard || undefined} />
        ))}
        {below.map((peak, index) => (
          <rect key={`b${String(index)}`} x={index * 4} y={HALF + 1} width="2.6" height={(peak / 255) * (HALF - 2) + 0.5} data-heard={index < heard || undefined} data-below />
        ))}
      </svg>
      {channels > 1 && <span className="micro ink3">{t('agentSide')}</span>}
      {onSeek && (
        <input
          type="range"
          min={0}
          max={Math.max(seconds, 1)}
          step={1}
          value={Math.round(at)}
          aria-label={t('position')}
          aria-valuetext={t('positionText', { at: format.span(at), of: format.span(seconds) })}
          onChange={event => { onSeek(Number(event.currentTarget.value)); }}
          data-testid="recording-position"
        />
      )}
    </div>
  );
}
