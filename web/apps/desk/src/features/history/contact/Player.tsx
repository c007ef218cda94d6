import { useMay, type Gap, type HeldFile, type Recording, type Transcript, type UserName } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card } from '@madoguchi/ui';
import { Button, SegmentedControl } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRewindBackward10, IconRewindForward10 } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import styles from '../History.module.css';
import { Hold } from './Hold';
import { Wave } from './Wave';
import { Words } from './Words';

const SPEEDS = ['1', '1.25', '1.5', '2'] as const;

/** The recording: its shape for everybody who may read the contact, its sound for those who may listen. Playing is recorded.
    `mine`: I took part, or it was left for whoever calls back. */
export function Player({ recording, mine, held, written, users }: { recording: Recording; mine: boolean; held: HeldFile | undefined; written: Transcript | undefined; users: readonly UserName[] }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const any = useMay('recordings.play');
  const own = useMay('recordings.play_own');
  const may = any || (own && mine);
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [speed, setSpeed] = useState<string>('1');
  const [failed, setFailed] = useState(false);
  const seek = (seconds: number) => {
    const to = Math.min(Math.max(0, seconds), recording.seconds);
    setAt(to);
    if (audio.current) audio.current.currentTime = to;
  };
  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (playing) element.pause();
    else void element.play().catch(() => { setFailed(true); });
  };
  const choose = (next: string) => {
    setSpeed(next);
    if (audio.current) audio.current.playbackRate = Number(next);
  };
  return (
    <Card title={t('recording')} aside={<span className="tn">{`${format.clock(at)} / ${format.clock(recording.seconds)}`}</span>} testId="recording">
      <Wave peaks={recording.waveform ?? []} channels={recording.channels} seconds={recording.seconds} at={at} gaps={recording.gaps ?? []} onSeek={may ? seek : undefined} />
      <Gaps gaps={recording.gaps ?? []} />
      {may ? (
        <>
          {/* eslint-disable-next-line jsx-a11y/media-has-caption -- two people on the phone: what was said stands beneath in words, once somebody wrote it down */}
          <audio
            ref={audio}
            preload="none"
            src={`/api/v1/interactions/${recording.interaction_id}/recording?recording=${recording.id}`}
            onPlay={() => { setPlaying(true); }}
            onPause={() => { setPlaying(false); }}
            onTimeUpdate={event => { setAt(event.currentTarget.currentTime); }}
            onError={() => { setFailed(true); }}
          />
          <div className={styles.controls}>
            <Button variant="default" leftSection={<IconRewindBackward10 size={16} />} onClick={() => { seek(at - 10); }}>
              {t('back10')}
            </Button>
            <Button leftSection={playing ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />} onClick={toggle} data-testid="recording-play">
              {t(playing ? 'pause' : 'play')}
            </Button>
            <Button variant="default" leftSection={<IconRewindForward10 size={16} />} onClick={() => { seek(at + 10); }}>
              {t('forward10')}
            </Button>
            <SegmentedControl aria-label={t('speed')} value={speed} onChange={choose} data={SPEEDS.map(value => ({ value, label: `${value}×` }))} />
            <span className="meta ink3">{t('playLogged')}</span>
          </div>
          {failed && <p className="bad" role="alert">{t('playFailed')}</p>}
        </>
      ) : (
        <p className="meta ink3">{t('mayNotPlay')}</p>
      )}
      <Words recording={recording} written={written} users={users} mayListen={may} />
      <Hold recording={recording} held={held} />
    </Card>
  );
}

/** What was left out on purpose, in words. */
function Gaps({ gaps }: { gaps: readonly Gap[] }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  if (gaps.length === 0) return null;
  return (
    <ul className="list" aria-label={t('gaps')}>
      {gaps.map(gap => (
        <li key={gap.at} className="meta ink2" data-testid="recording-gap">
          {t('gapFrom', { at: format.clock(gap.at), span: format.span(gap.seconds), reason: t(`eventAbout.reason.${gap.reason}`, gap.reason) })}
        </li>
      ))}
    </ul>
  );
}
