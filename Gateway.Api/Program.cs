using Gateway.Api;

// `up` is what a person runs; `pop` is how `up --pops` runs each of its PoPs.
return args is ["pop", .. var supervised]
    ? await UpCommand.RunAsync(supervised, isSupervised: true, Console.Out, Console.Error)
    : await UpCommand.RunAsync(args is ["up", .. var rest] ? rest : args, isSupervised: false, Console.Out, Console.Error);
