using BenchmarkDotNet.Running;

// No argument: a menu. `--filter '*'` runs all of them, `--list flat` names them.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
