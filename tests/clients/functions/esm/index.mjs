import { createHash } from 'node:crypto';

const started = await Promise.resolve('top level await'); // only modules have it

export const handler = async (event, context) => {
  console.log('got', event.text ?? event.rawPath);
  if (event.fail) throw new TypeError(event.fail);
  return { started, sha: createHash('sha256').update(event.text ?? '').digest('hex'), version: context.functionVersion, arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis() > 0, greeting: process.env.GREETING };
};
