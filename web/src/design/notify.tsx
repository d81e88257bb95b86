import { App, Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { toProblem } from '@/api/problem';
import { Keys } from './Keys';
import { KEYS } from './keys';
import { say } from './live';
import styles from './notify.module.css';
import { ProblemCode } from './ProblemView';

interface Undo {
  run: () => void;
}

/** What the toast on the screen takes back. */
let offered: Undo | null = null;

/** The key of the toast: from wherever the focus is, as long as the toast is there. */
export function takeBackOffered(): void {
  offered?.run();
}

function UndoButton({ run }: Undo) {
  const { t } = useTranslation();
  return (
    <Button type="link" size="small" onClick={run} aria-keyshortcuts="Control+Z">
      {t('common.undo')}
      <span aria-hidden className={styles.keys}>
        <Keys of={KEYS.undo[0]} />
      </span>
    </Button>
  );
}

/** Toasts: what was done (with 撤销 where it can be undone), and what went wrong where no place of its own shows it. */
export function useNotify() {
  const { message, notification } = App.useApp();
  return useMemo(
    () => ({
      done(text: string, undo?: Undo) {
        say(text);
        offered = null;
        if (!undo) {
          message.success(text);
          return;
        }
        const key = 'undo';
        const run = () => {
          message.destroy(key);
          offered = null;
          undo.run();
        };
        offered = { run };
        const content = (
          <>
            {text}
            <UndoButton run={run} />
          </>
        );
        const onClose = () => {
          if (offered?.run === run) offered = null;
        };
        message.open({ key, type: 'success', content, duration: 6, onClose });
      },
      warn(title: string, lines: string[]) {
        say([title, ...lines].join(' '));
        const description = lines.map((line) => <div key={line}>{line}</div>);
        notification.warning({ title, description, duration: 8 });
      },
      problem(error: unknown) {
        const problem = toProblem(error);
        if (problem.code === 'sign_in_required') return;
        say(`${problem.title} ${problem.detail}`);
        notification.error({
          title: problem.title,
          description: (
            <>
              {problem.detail}
              <ProblemCode problem={problem} />
            </>
          ),
          duration: 8,
        });
      },
    }),
    [message, notification],
  );
}
