import type { Span } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import styles from './Calendars.module.css';
import { clockTime, nextSpan, place } from './times';

interface Props {
  /** Which day these spans are of, for those who hear the form. */
  day: string;
  value: readonly Span[];
  onChange: (spans: Span[]) => void;
  fault: string | undefined;
  /** What an empty day is called. */
  closed?: string;
  testId: string;
}

/** The spans of one day: from, until, as many as there are. What lies between two of them is the lunch break. */
export function SpansField({ day, value, onChange, fault, closed, testId }: Props) {
  const { t } = useTranslation('calendars');
  const put = (index: number, part: Partial<Span>) => { onChange(value.map((span, at) => (at === index ? { ...span, ...part } : span))); };
  return (
    <div role="group" aria-label={day} className={styles.spans}>
      {value.length === 0 && <span className="ink3">{closed ?? t('closed')}</span>}
      {value.map((span, index) => (
        <span key={index} className={styles.span}>
          {(['start', 'end'] as const).map(end => (
            <TextInput
              key={end}
              w={66}
              size="xs"
              inputMode="numeric"
              aria-label={t(`span.${end}`, { day, row: index + 1 })}
              value={span[end]}
              error={fault !== undefined}
              onChange={event => { put(index, { [end]: event.currentTarget.value }); }}
              onBlur={event => { put(index, { [end]: clockTime(event.currentTarget.value) }); }}
              data-testid={`${testId}-${end}`}
            />
          ))}
          <ActionIcon size={24} aria-label={t('span.remove', { day, row: index + 1 })} onClick={() => { onChange(value.filter((_, at) => at !== index)); }}>
            <IconX size={14} />
          </ActionIcon>
        </span>
      ))}
      <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={14} />} aria-label={t('span.addOn', { day })} onClick={() => { onChange([...value, nextSpan(value)]); }} data-testid={`${testId}-add`}>
        {t('span.add')}
      </Button>
      {fault && <p className="meta bad" role="alert">{fault}</p>}
    </div>
  );
}

/** A day as a bar of 24 hours. */
export function DayBar({ spans }: { spans: readonly Span[] }) {
  return (
    <span className={styles.bar} aria-hidden>
      {spans.map((span, index) => {
        const at = place(span);
        return at && <span key={index} className={styles.piece} style={{ insetInlineStart: at.left, width: at.width }} />;
      })}
    </span>
  );
}
