import { App, Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { toProblem } from '@/api/problem';
import { say } from './live';
import { ProblemCode } from './ProblemView';

interface Undo {
  run: () => void;
}

/** Toasts: what was done (with 撤销 where it can be undone), and what went wrong where no place of its own shows it. */
export function useNotify() {
  const { message, notification } = App.useApp();
  const { t } = useTranslation();
  return useMemo(
    () => ({
      done(text: string, undo?: Undo) {
        say(text);
        if (!undo) {
          message.success(text);
          return;
        }
        const key = 'undo';
        const run = () => {
          message.destroy(key);
          undo.run();
        };
        const content = (
          <>
            {text}
            <Button type="link" size="small" onClick={run}>
              {t('common.undo')}
            </Button>
          </>
        );
        message.open({ key, type: 'success', content, duration: 6 });
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
    [message, notification, t],
  );
}
