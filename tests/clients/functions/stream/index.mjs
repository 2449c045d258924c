import { setTimeout as pause } from 'node:timers/promises';

export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const answer = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'content-type': 'text/plain', 'x-own': 'yes' }, cookies: ['a=b'] });
  for (let part = 0; part < 3; part++) {
    answer.write(`part ${part}\n`);
    await pause(150);
  }
  answer.end();
});
