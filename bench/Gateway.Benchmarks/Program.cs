using BenchmarkDotNet.Running;
using Gateway.Benchmarks.Crdt;
using Gateway.Benchmarks.Expressions;
using Gateway.Benchmarks.Storage;
using Gateway.Benchmarks.Wire;
using Gateway.Benchmarks.Writes;

// `quick`: the headline figures; `quick wire`: those of reading and writing JSON; `quick expressions`; `quick writes`: what a write costs up to its batch; `quick remote`: what writes of other PoPs cost. No argument: a menu. `--filter '*'` runs all benchmarks, `--list flat` names them.
// `storage [FOLDER]`: the figures of the store, on the disk of that folder; `merge [FOLDER]`: how fast what comes from other PoPs is merged.
if (args is ["quick"]) QuickFigures.Print(Console.Out);
else if (args is ["quick", "wire"]) WireFigures.Print(Console.Out);
else if (args is ["quick", "expressions"]) ExpressionFigures.Print(Console.Out);
else if (args is ["quick", "remote"]) RemoteFigures.Print(Console.Out);
else if (args is ["quick", "writes"]) WriteFigures.Print(Console.Out);
else if (args is ["storage", ..]) await StoreFigures.PrintAsync(Console.Out, args.ElementAtOrDefault(1));
else if (args is ["merge", ..]) await MergeFigures.PrintAsync(Console.Out, args.ElementAtOrDefault(1));
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
