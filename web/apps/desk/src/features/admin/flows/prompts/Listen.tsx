import { useTranslation } from '@madoguchi/i18n';
import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';

let sounding: HTMLAudioElement | undefined;

interface Props {
  /** Where the sound is; a function fetches it first. */
  source: string | (() => Promise<string>);
  /** Whose sound it is, for who does not see where the button stands. */
  of: string;
  children: ReactNode;
  onFailed?: (error: unknown) => void;
  disabled?: boolean;
  testId?: string;
}

/** Lets a prompt be heard as callers hear it. One sounds at a time; pressed again, it is silent. */
export function Listen({ source, of, children, onFailed, disabled, testId }: Props) {
  const { t } = useTranslation('prompts');
  const [state, setState] = useState<'silent' | 'fetching' | 'sounding'>('silent');
  const mine = useRef<HTMLAudioElement>(undefined);
  useEffect(() => () => mine.current?.pause(), []);
  const begin = async () => {
    setState('fetching');
    try {
      const audio = new Audio(typeof source === 'string' ? source : await source());
      const over = () => { setState('silent'); };
      audio.addEventListener('pause', over);
      audio.addEventListener('ended', over);
      sounding?.pause();
      sounding = mine.current = audio;
      await audio.play();
      setState('sounding');
    } catch (error) {
      setState('silent');
      onFailed?.(error);
    }
  };
  const on = state === 'sounding';
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={on ? <IconPlayerStop size={15} /> : <IconPlayerPlay size={15} />}
      loading={state === 'fetching'}
      disabled={disabled}
      onClick={event => {
        event.stopPropagation(); // in a list, the row behind it opens
        if (on) mine.current?.pause();
        else void begin();
      }}
      data-state={state}
      data-testid={testId}
    >
      <span className="visually-hidden">{t(on ? 'stop' : 'listen', { prompt: of })} </span>
      {children}
    </Button>
  );
}
