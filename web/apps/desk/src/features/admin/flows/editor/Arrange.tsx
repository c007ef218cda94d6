import { useTranslation } from '@madoguchi/i18n';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconSitemap } from '@tabler/icons-react';
import { Panel, useNodesInitialized, useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import styles from './Editor.module.css';
import { tidy } from './graph';
import { useEditor } from './useEditor';

const WHOLE = { maxZoom: 1, padding: 0.08 };

/** Shows the whole flow once its steps have their size and their ways out. */
export function Fit() {
  const ready = useNodesInitialized();
  const { checked } = useEditor();
  const { fitView } = useReactFlow();
  const done = useRef(false);
  useEffect(() => {
    if (done.current || !ready || !checked) return;
    done.current = true;
    void fitView(WHOLE);
  }, [ready, checked, fitView]);
  return null;
}

/** Back, forth, and everything in order. */
export function Arrange() {
  const { t } = useTranslation('flows');
  const { graph, change, exitsOf, undo, redo } = useEditor();
  const { fitView, getNode } = useReactFlow();
  const order = () => {
    change(tidy(graph, id => exitsOf(id).map(({ name }) => name), id => getNode(id)?.measured?.width));
    requestAnimationFrame(() => void fitView({ ...WHOLE, duration: 200 }));
  };
  const actions = [
    { name: 'undo', icon: IconArrowBackUp, run: undo },
    { name: 'redo', icon: IconArrowForwardUp, run: redo },
    { name: 'tidy', icon: IconSitemap, run: order },
  ] as const;
  return (
    <Panel position="top-left" className={styles.panel}>
      {actions.map(({ name, icon: Icon, run }) => (
        <Tooltip key={name} label={t(`act.${name}`)}>
          <ActionIcon aria-label={t(`act.${name}`)} disabled={!run} onClick={run} data-testid={`flow-${name}`}>
            <Icon size={18} />
          </ActionIcon>
        </Tooltip>
      ))}
    </Panel>
  );
}
