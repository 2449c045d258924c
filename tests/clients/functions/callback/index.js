exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  setInterval(() => {}, 1000); // would keep the process busy for ever
  setTimeout(() => event.fail ? callback(new Error(event.fail)) : callback(null, { called: 'back', event }), 5);
};
