using Gateway.Api;
using Gateway.Api.Backups;

// What needs a store, and no PoP.
if (args is ["backup", .. var backup]) return BackupCommand.Run(backup, Console.Out, Console.Error, !Console.IsErrorRedirected, TimeProvider.System);
if (args is ["restore", .. var restore])
{
    using Signals signals = new(isSupervised: false);
    return RestoreCommand.Run(restore, Console.Out, Console.Error, !Console.IsErrorRedirected, TimeProvider.System, signals.Stop);
}

// `up` is what a person runs; `pop` is how `up --pops` runs each of its PoPs.
return args is ["pop", .. var supervised]
    ? await UpCommand.RunAsync(supervised, isSupervised: true, Console.Out, Console.Error)
    : await UpCommand.RunAsync(args is ["up", .. var rest] ? rest : args, isSupervised: false, Console.Out, Console.Error);
