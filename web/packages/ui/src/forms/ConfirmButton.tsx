import { useTranslation } from '@madoguchi/i18n';
import { Button, Popover, type ButtonProps } from '@mantine/core';
import { useState, type ReactNode } from 'react';

interface Props extends Pick<ButtonProps, 'variant' | 'color' | 'leftSection' | 'loading' | 'disabled'> {
  children: ReactNode;
  /** What will happen, and whether it can be taken back. */
  question: ReactNode;
  confirm: string;
  onConfirm: () => void;
  testId?: string;
}

/** A step that cannot be undone asks once more, beside the button that was pressed. */
export function ConfirmButton({ children, question, confirm, onConfirm, testId, ...button }: Props) {
  const { t } = useTranslation('ui');
  const [opened, setOpened] = useState(false);
  const close = () => { setOpened(false); };
  return (
    <Popover opened={opened} onChange={setOpened} width={300} position="top" withArrow shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" {...button} onClick={() => { setOpened(true); }} data-testid={testId}>
          {children}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="col">
          <p>{question}</p>
          <div className="row">
            <Button
              color="akane"
              onClick={() => {
                close();
                onConfirm();
              }}
              data-testid={testId && `${testId}-confirm`}
            >
              {confirm}
            </Button>
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
