import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Problem, toProblem } from '@/api/problem';

/** The code and request id that support asks for. */
export function ProblemCode({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  return (
    <div className="ks-muted" style={{ fontSize: 12, marginTop: 4, overflowWrap: 'anywhere' }}>
      {problem.requestId
        ? t('problem.code_and_request', { code: problem.code, request: problem.requestId })
        : t('problem.code', { code: problem.code })}
    </div>
  );
}

/** A problem shown in the place whose content it keeps away. */
export function ProblemView({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const problem = toProblem(error);
  return (
    <Alert
      type="error"
      showIcon
      title={problem.title}
      description={
        <>
          {problem.detail}
          <ProblemCode problem={problem} />
        </>
      }
      action={retry ? <Button onClick={retry}>{t('common.retry')}</Button> : undefined}
    />
  );
}
