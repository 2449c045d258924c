using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Cli.Admin;
using Gateway.Cli.Output;

namespace Gateway.Cli.Commands;

/// <summary><c>edgectl pops</c>: the cluster that a PoP of this machine belongs to. All of it goes through the PoP's admin API.</summary>
internal static class PopsCommandFactory
{
    private const string ListPath = "/v1/pops";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // it is no part of a web page

    public static Command Create(TimeProvider time, HttpMessageHandler? handler = null)
    {
        Command pops = new("pops", "The PoPs of a cluster: who they are, how replication is doing, who joins and who leaves")
        {
            CreateList(handler), CreateStatus(time, handler), CreateAdd(handler), CreateRemove(handler), CreateCompare(time, handler), CreateCut(handler), CreateHeal(handler),
        };
        pops.SetAction(line => new HelpAction().Invoke(line)); // no subcommand: help is what one needs then
        return pops;
    }

    private static Command CreateList(HttpMessageHandler? handler)
    {
        (Where data, Option<string> format) = Common();
        Command list = new("list", "Show the members") { data.Folder, data.Port, format };
        list.SetAction((line, token) => RunAsync(line, data, handler, async (admin, output) =>
        {
            JsonNode answer = await admin.AskAsync(HttpMethod.Get, ListPath, null, token);
            if (IsJson(line, format)) Print(output, answer);
            else WriteList(output, answer);
        }));
        return list;
    }

    private static Command CreateStatus(TimeProvider time, HttpMessageHandler? handler)
    {
        (Where data, Option<string> format) = Common();
        Option<bool> watch = new("--watch", "-w") { Description = "Show it again every second, until Ctrl-C" };
        Command status = new("status", "Show how replication is doing: lag, rates, clocks, what is stable, joins and repairs") { data.Folder, data.Port, format, watch };
        status.SetAction((line, token) => RunAsync(line, data, handler, async (admin, output) =>
        {
            while (true)
            {
                JsonNode answer = await admin.AskAsync(HttpMethod.Get, "/v1/status", null, token);
                if (line.GetValue(watch) && ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected) Console.Clear();
                if (IsJson(line, format)) Print(output, answer);
                else StatusView.Write(output, answer);
                if (!line.GetValue(watch)) return;
                await Task.Delay(Pause, time, token);
            }
        }));
        return status;
    }

    private static Command CreateAdd(HttpMessageHandler? handler)
    {
        (Where data, Option<string> format) = Common();
        Option<string> name = new("--name") { Description = "Its name [default: the next free pop-N]", HelpName = "name" };
        Option<string> region = new("--region") { Description = "Its region [default: that of this PoP]", HelpName = "region" };
        Option<string> groups = new("--groups") { Description = "Its groups", HelpName = "names" };
        Option<string> valid = new("--valid") { Description = "How long the token can be used: 30s, 10m, 2h, 1d", HelpName = "time", DefaultValueFactory = _ => "1h" };
        valid.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }] && SecondsOf(text) is null) result.AddError($"--valid: '{text}' is not a time, as '30s', '10m', '2h' or '1d'");
        });
        Option<string> replication = new("--replication") { Description = "For the first one: where other PoPs reach this PoP [default: 127.0.0.1 and a free port]", HelpName = "host:port" };
        Option<string> ownRegion = new("--own-region") { Description = "For the first one: the region of this PoP [default: us-east-1]", HelpName = "region" };
        Command add = new("add", "Let one more PoP join; prints a token for it, once. The first one makes this PoP the central one of a new cluster") { name, region, groups, valid, replication, ownRegion, data.Folder, data.Port, format };
        add.SetAction((line, token) => RunAsync(line, data, handler, async (admin, output) =>
        {
            JsonObject request = new() { ["name"] = line.GetValue(name), ["region"] = line.GetValue(region), ["replication"] = line.GetValue(replication), ["ownRegion"] = line.GetValue(ownRegion), ["validSeconds"] = SecondsOf(line.GetRequiredValue(valid)) };
            if (line.GetValue(groups) is { } names) request["groups"] = new JsonArray([.. names.Split(',').Select(group => JsonValue.Create(group))]);
            JsonNode answer = await admin.AskAsync(HttpMethod.Post, ListPath, request, token);
            if (IsJson(line, format))
            {
                Print(output, answer);
                return;
            }

            TextWriter talk = line.InvocationConfiguration.Error;
            output.WriteLine((string?)answer["token"]);
            if ((bool?)answer["isFirst"] == true) talk.WriteLine("This PoP is now the central one of a new cluster.");
            talk.WriteLine($"The token is shown only now, works once, and until {((DateTimeOffset?)answer["expires"])?.UtcDateTime:u}. {answer["name"]} joins with: edgectl up --join TOKEN --data FOLDER");
        }));
        return add;
    }

    private static Command CreateRemove(HttpMessageHandler? handler)
    {
        (Where data, Option<string> format) = Common();
        Argument<string> name = new("name") { Description = "Which one" };
        Command remove = new("remove", "Take a PoP out of the cluster: its certificate is not taken any more. Also takes back a token") { name, data.Folder, data.Port, format };
        remove.SetAction((line, token) => DoAsync(line, data, format, handler, HttpMethod.Delete, $"{ListPath}/{Uri.EscapeDataString(line.GetRequiredValue(name))}", null, token));
        return remove;
    }

    private static Command CreateCompare(TimeProvider time, HttpMessageHandler? handler)
    {
        (Where data, Option<string> format) = Common();
        Argument<string?> name = new("pop") { Description = "With this one; without a name, with all", Arity = ArgumentArity.ZeroOrOne };
        Command compare = new("compare", "Compare what two PoPs hold, and repair both; shows what differed and was moved") { name, data.Folder, data.Port, format };
        compare.SetAction((line, token) => RunAsync(line, data, handler, async (admin, output) =>
        {
            JsonNode asked = await admin.AskAsync(HttpMethod.Post, "/v1/compare", new JsonObject { ["pop"] = line.GetValue(name) }, token);
            ComparisonWatch watch = new(asked, output, line.InvocationConfiguration.Error, IsJson(line, format), time);
            while (!watch.Look(await admin.AskAsync(HttpMethod.Get, "/v1/status", null, token))) await Task.Delay(Pause, time, token);
        }));
        return compare;
    }

    private static Command CreateCut(HttpMessageHandler? handler)
    {
        (Where data, Option<string> format) = Common();
        Argument<string[]> names = new("pop") { Description = "Cut these off from the others; without a name, all from all", Arity = ArgumentArity.ZeroOrMore };
        Command cut = new("cut", "Cut links on purpose, under 'edgectl up --pops' only: nothing passes either way until 'heal'") { names, data.Folder, data.Port, format };
        cut.SetAction((line, token) => DoAsync(line, data, format, handler, HttpMethod.Post, "/v1/links/cut", new JsonObject { ["pops"] = new JsonArray([.. (line.GetValue(names) ?? []).Select(name => JsonValue.Create(name))]) }, token));
        return cut;
    }

    private static Command CreateHeal(HttpMessageHandler? handler)
    {
        (Where data, Option<string> format) = Common();
        Command heal = new("heal", "Make all links whole again") { data.Folder, data.Port, format };
        heal.SetAction((line, token) => DoAsync(line, data, format, handler, HttpMethod.Post, "/v1/links/heal", null, token));
        return heal;
    }

    private static (Where Data, Option<string> Format) Common()
    {
        Option<string> format = new("--output") { Description = "json for programs", HelpName = "text|json", DefaultValueFactory = _ => "text" };
        format.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }] && text is not ("text" or "json")) result.AddError($"--output: '{text}' is neither 'text' nor 'json'");
        });
        Option<int> port = new("--port") { Description = "The PoP that listens on this port of this machine, instead of --data", HelpName = "port" };
        return (new Where(new Option<string>("--data") { Description = "The data folder of the PoP, or of 'edgectl up --pops'", HelpName = "folder", DefaultValueFactory = _ => "./.edge" }, port), format);
    }

    private static Task<int> DoAsync(ParseResult line, Where data, Option<string> format, HttpMessageHandler? handler, HttpMethod method, string path, JsonNode? body, CancellationToken token) =>
        RunAsync(line, data, handler, async (admin, output) =>
        {
            JsonNode answer = await admin.AskAsync(method, path, body, token);
            if (IsJson(line, format)) Print(output, answer);
            else line.InvocationConfiguration.Error.WriteLine((string?)answer["text"]);
        });

    private static async Task<int> RunAsync(ParseResult line, Where data, HttpMessageHandler? handler, Func<AdminConnection, TextWriter, Task> run)
    {
        using HttpClient client = handler is null ? new HttpClient(new SocketsHttpHandler { UseProxy = false }) : new HttpClient(handler, disposeHandler: false);
        client.Timeout = Patience;
        try
        {
            await run(new AdminConnection(client, data.FolderIn(line)), line.InvocationConfiguration.Output);
            return (int)ExitCode.Success;
        }
        catch (OperationCanceledException)
        {
            return (int)ExitCode.Success; // Ctrl-C is how watching ends
        }
        catch (AdminException failure)
        {
            await line.InvocationConfiguration.Error.WriteLineAsync($"edgectl: {failure.Message}");
            return (int)ExitCode.Failure;
        }
    }

    private static void WriteList(TextWriter output, JsonNode answer)
    {
        JsonObject[] pops = [.. (answer["pops"] as JsonArray ?? []).OfType<JsonObject>()];
        string[] awaited = [.. (answer["awaited"] as JsonArray ?? []).Select(name => (string)name!)];
        if (pops.Length == 0)
        {
            output.WriteLine("This PoP is in no cluster: 'edgectl pops add' begins one.");
            return;
        }

        string self = (string?)answer["self"] ?? "";
        TableText.Write(
            output,
            ["pop", "region", "state", "groups", "endpoint", "replication", ""],
            [
                .. pops.Select(pop => (string[])
                [
                    (string?)pop["name"] ?? "",
                    (string?)pop["region"] ?? "",
                    ((string?)pop["state"] ?? "").ToLowerInvariant(),
                    string.Join(",", (pop["groups"] as JsonArray ?? []).Select(group => (string)group!)) is { Length: > 0 } groups ? groups : "-",
                    (string?)pop["endpoint"] is { Length: > 0 } endpoint ? endpoint : "-",
                    (string?)pop["address"] ?? "",
                    string.Join(", ", new[] { (bool?)pop["isCentral"] == true ? "central" : "", (string?)pop["name"] == self ? "this one" : "" }.Where(word => word.Length > 0)),
                ]),
                .. awaited.Select(name => (string[])[name, "", "awaited", "", "", "", ""]),
            ]);
    }

    /// <summary>The options that say which PoP is meant.</summary>
    private sealed record Where(Option<string> Folder, Option<int> Port)
    {
        public string FolderIn(ParseResult line) => line.GetResult(Port) is { Implicit: false } ? PortOwner.FolderOf(line.GetValue(Port)) : line.GetRequiredValue(Folder);
    }

    private static bool IsJson(ParseResult line, Option<string> format) => line.GetValue(format) == "json";

    private static void Print(TextWriter output, JsonNode answer) => output.WriteLine(answer.ToJsonString(Indented).ReplaceLineEndings("\n"));

    private static long? SecondsOf(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count == 0) return null;
        return text[^1] switch { 's' => count, 'm' => 60L * count, 'h' => 3600L * count, 'd' => 86_400L * count, _ => null };
    }
}
