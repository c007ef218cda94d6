import { useTranslation } from '@madoguchi/i18n';
import { Button, Popover } from '@mantine/core';
import { IconGridDots } from '@tabler/icons-react';
import { useState } from 'react';
import { BarButton } from './BarButton';
import styles from './Noren.module.css';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/** Push tones into the call. Shows what was pressed, so that a menu can be followed. */
export function Keypad({ opened, onToggle, onDigit, disabled }: { opened: boolean; onToggle: () => void; onDigit: (digit: string) => void; disabled: boolean }) {
  const { t } = useTranslation('desk');
  const [sent, setSent] = useState('');
  return (
    <Popover opened={opened} onChange={onToggle} position="bottom" trapFocus shadow="md">
      <Popover.Target>
        <BarButton icon={IconGridDots} letter="K" label={t('bar.keypad')} expanded={opened} disabled={disabled} testId="call-keypad" onPress={onToggle} />
      </Popover.Target>
      <Popover.Dropdown>
        <output className="tn read" aria-label={t('bar.sent')}>
          {sent || ' '}
        </output>
        <div className={styles.keypad}>
          {KEYS.map(key => (
            <Button
              key={key}
              variant="default"
              data-testid={`keypad-${key}`}
              onClick={() => {
                setSent(`${sent}${key}`);
                onDigit(key);
              }}
            >
              {key}
            </Button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
