using BenchmarkDotNet.Running;
using Gateway.Benchmarks.Crdt;

// `quick`: the headline figures. No argument: a menu. `--filter '*'` runs all benchmarks, `--list flat` names them.
if (args is ["quick"]) QuickFigures.Print(Console.Out);
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
