import { createLink } from '@tanstack/react-router';
import { Button, type ButtonProps } from 'antd';

const Anchor = ({ ref, ...props }: ButtonProps & { ref?: React.Ref<HTMLAnchorElement> }) => <Button ref={ref} {...props} />;

/** A link to a page that looks like a button. */
export const LinkButton = createLink(Anchor);
