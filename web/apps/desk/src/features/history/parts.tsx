import { useTranslation } from '@madoguchi/i18n';
import { Pill, type Tone } from '@madoguchi/ui';
import { IconPhoneIncoming, IconPhoneOutgoing, IconPhoneX } from '@tabler/icons-react';

/** Which way the contact went, as a sign and a word. */
export function Way({ direction, outcome }: { direction: string; outcome: string }) {
  const { t } = useTranslation('history');
  const lost = outcome === 'abandoned' || outcome === 'missed';
  const Icon = lost ? IconPhoneX : direction === 'out' ? IconPhoneOutgoing : IconPhoneIncoming;
  return (
    <span className="row nowrap">
      <Icon size={16} stroke={1.6} className={lost ? 'bad' : 'ink3'} aria-hidden />
      {t(direction === 'out' ? 'out' : 'in')}
    </span>
  );
}

const tones: Record<string, Tone> = { classified: 'ok', unclassified: 'warn', abandoned: 'bad', missed: 'bad', callback: 'warn', voicemail: 'warn', none: 'plain' };

export function OutcomePill({ outcome, state }: { outcome: string; state: string }) {
  const { t } = useTranslation('history');
  const code = outcome === 'none' && state === 'open' ? 'open' : outcome;
  return (
    <Pill square tone={code === 'open' ? 'accent' : (tones[outcome] ?? 'plain')}>
      {t(`outcomeIs.${code}`, outcome)}
    </Pill>
  );
}
