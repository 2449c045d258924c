using Gateway.Storage.Tests.Children;
using Xunit.Runner.InProc.SystemConsole;

// `child NAME FOLDER`: what a test starts to kill it, or to be somebody else. Everything else is for the test runner.
return args is ["child", string name, string folder] ? await ChildPrograms.RunAsync(name, folder) : await ConsoleRunner.Run(args);
