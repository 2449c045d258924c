using Gateway.LambdaCompat.Engine.Tests;
using Xunit.Runner.InProc.SystemConsole;

// `runtime`: what a test starts as a function's bootstrap. Everything else is for the test runner.
return args is ["runtime"] ? await EchoRuntime.RunAsync() : await ConsoleRunner.Run(args);
