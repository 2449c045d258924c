using Gateway.Api;

return await UpCommand.RunAsync(args is ["up", .. var rest] ? rest : args, Console.Out, Console.Error);
