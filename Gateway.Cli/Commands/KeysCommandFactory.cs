using System.CommandLine;
using System.CommandLine.Help;
using Gateway.Cli.Keys;

namespace Gateway.Cli.Commands;

/// <summary><c>edgectl keys</c>: the access keys that requests to a PoP must be signed with. They lie in its data folder; a PoP that runs notices within two seconds.</summary>
internal static class KeysCommandFactory
{
    private const string AccountDefault = "000000000000";

    public static Command Create(TimeProvider time)
    {
        Command keys = new("keys", "The access keys of a PoP: with the first one, requests must be signed") { CreateAdd(time), CreateList(), CreateRemove() };
        keys.SetAction(line => new HelpAction().Invoke(line)); // no subcommand: help is what one needs then
        return keys;
    }

    private static Command CreateAdd(TimeProvider time)
    {
        Option<string> account = new("--account") { Description = "The account whose tables the key reaches: 12 digits", HelpName = "account", DefaultValueFactory = _ => AccountDefault };
        account.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }] && (text.Length != 12 || text.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)) result.AddError($"--account: '{text}' is not an account: 12 digits are expected");
        });
        Option<string> data = Data();
        Command add = new("add", "Make a key; prints it, once") { account, data };
        add.SetAction(line => Try(line, () =>
        {
            StoredKey key = StoredKey.Make(line.GetRequiredValue(account), time.GetUtcNow());
            int count = KeysFile.In(line.GetRequiredValue(data)).Change(stored => [.. stored, key]).Count;
            TextWriter output = line.InvocationConfiguration.Output;
            output.WriteLine($"AWS_ACCESS_KEY_ID={key.Id}");
            output.WriteLine($"AWS_SECRET_ACCESS_KEY={key.Secret}");
            line.InvocationConfiguration.Error.WriteLine(count == 1 ? "The secret is shown only now. This is the first key: from now on requests must be signed." : "The secret is shown only now.");
        }));
        return add;
    }

    private static Command CreateList()
    {
        Option<string> data = Data();
        Command list = new("list", "Show the keys, without their secrets") { data };
        list.SetAction(line => Try(line, () =>
        {
            TextWriter output = line.InvocationConfiguration.Output;
            foreach (StoredKey key in KeysFile.In(line.GetRequiredValue(data)).Read()) output.WriteLine($"{key.Id}  {key.Account}  {key.Made}");
        }));
        return list;
    }

    private static Command CreateRemove()
    {
        Argument<string> id = new("id") { Description = "The access key id" };
        Option<string> data = Data();
        Command remove = new("remove", "Remove a key: what is signed with it is refused from then on") { id, data };
        remove.SetAction(line => Try(line, () =>
        {
            string gone = line.GetRequiredValue(id);
            int count = KeysFile.In(line.GetRequiredValue(data)).Change(stored => stored.Any(key => key.Id == gone)
                ? [.. stored.Where(key => key.Id != gone)]
                : throw new KeysFileException($"no key '{gone}' in {line.GetRequiredValue(data)}")).Count;
            line.InvocationConfiguration.Error.WriteLine(count == 0 ? $"Removed {gone}. It was the last key: from now on a PoP on this machine takes any request." : $"Removed {gone}.");
        }));
        return remove;
    }

    private static Option<string> Data() => new("--data") { Description = "The data folder of the PoP", HelpName = "folder", DefaultValueFactory = _ => "./.edge" };

    private static int Try(ParseResult line, Action run)
    {
        try
        {
            run();
            return (int)ExitCode.Success;
        }
        catch (KeysFileException failure)
        {
            line.InvocationConfiguration.Error.WriteLine($"edgectl: {failure.Message}");
            return (int)ExitCode.Failure;
        }
    }
}
