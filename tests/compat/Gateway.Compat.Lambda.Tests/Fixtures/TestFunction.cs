using System.Text.RegularExpressions;

namespace Gateway.Compat.Lambda.Tests.Fixtures;

/// <summary>A function under a name of its own, deleted at the end of the run. As a fixture: one for a class of tests, which gives back its event.</summary>
/// <remarks>In requests <c>@F</c> stands for its name, <c>@ARN</c> for what ARNs begin with, <c>@ROLE</c> for its role, <c>@ZIP</c> for a package. In answers <c>F</c>, <c>ARN</c>, <c>ROLE</c>, and what no two runs share: <c>UUID</c>, <c>TIME</c>, <c>SHA</c>, <c>SIZE</c>.</remarks>
public partial class TestFunction(ServiceUnderTest service) : IAsyncLifetime
{
    /// <summary>What the path of most operations begins with.</summary>
    internal const string Functions = "/2015-03-31/functions";

    internal ServiceUnderTest Service => service;

    internal string Name { get; } = service.NextName();

    /// <summary>The code of <c>index.js</c>; null for one that gives back its event.</summary>
    private protected virtual string? Code => null;

    /// <summary>Further members of the request that makes it.</summary>
    private protected virtual string More => "";

    /// <summary>One that a single test needs; it waits until the function can be called.</summary>
    internal static async Task<TestFunction> NewAsync(ServiceUnderTest service, string more = "", string? code = null)
    {
        TestFunction function = new(service);
        await function.CreateAsync(more, code);
        return function;
    }

    /// <summary>Creates it; what the service answered.</summary>
    internal async Task<Answer> CreateAsync(string more = "", string? code = null)
    {
        service.DeleteLater(() => service.TargetAsync("logs", "DeleteLogGroup", $$"""{"logGroupName":"/aws/lambda/{{Name}}"}"""));
        service.DeleteLater(() => service.CallAsync("DELETE", $"{Functions}/{Name}"));
        Answer answer = await CallAsync("POST", Functions, Body(more, code));
        Assert.True(answer.Status == 201, answer.Body);
        await ReadyAsync();
        return answer;
    }

    /// <summary>The body that makes it.</summary>
    /// <param name="more">Further members, as <c>"Timeout":7</c>; they win over those that are there.</param>
    internal static string Body(string more = "", string? code = null)
    {
        System.Text.Json.Nodes.JsonObject body = new()
        {
            ["FunctionName"] = "@F",
            ["Runtime"] = "nodejs22.x",
            ["Role"] = "@ROLE",
            ["Handler"] = "index.handler",
            [nameof(Code)] = new System.Text.Json.Nodes.JsonObject { ["ZipFile"] = code is null ? "@ZIP" : Packages.Of(code) },
        };
        foreach ((string name, System.Text.Json.Nodes.JsonNode? value) in System.Text.Json.Nodes.JsonNode.Parse($"{{{more}}}")!.AsObject()) body[name] = value?.DeepClone();
        return body.ToJsonString();
    }

    /// <summary>Waits until it can be called and changed.</summary>
    internal Task ReadyAsync() => service.UntilAsync(
        () => CallAsync("GET", $"{Functions}/@F/configuration"),
        answer => answer.Status == 200 && (string?)answer.Json["State"] == "Active" && (string?)answer.Json["LastUpdateStatus"] == "Successful");

    /// <summary>Publishes what is there; answers with the number.</summary>
    internal async Task<string> PublishAsync()
    {
        Answer answer = await CallAsync("POST", $"{Functions}/@F/versions", "{}");
        Assert.True(answer.Status == 201, answer.Body);
        string version = (string)answer.Json["Version"]!;
        await service.UntilAsync(() => CallAsync("GET", $"{Functions}/@F:{version}/configuration"), now => (string?)now.Json["State"] == "Active");
        return version;
    }

    /// <summary>Changes its configuration and waits until that is done.</summary>
    internal async Task ChangeAsync(string body)
    {
        Answer answer = await CallAsync("PUT", $"{Functions}/@F/configuration", body);
        Assert.True(answer.Status == 200, answer.Body);
        await ReadyAsync();
    }

    internal Task<Answer> CallAsync(string method, string target, string body = "", params IEnumerable<(string Name, string Value)> headers)
    {
        if (target.Contains("invocations", StringComparison.Ordinal)) service.RequireFunctions();
        return service.CallAsync(method, Fill(target), Fill(body), headers);
    }

    /// <summary>Invokes it.</summary>
    internal Task<Answer> InvokeAsync(string payload, params IEnumerable<(string Name, string Value)> headers) => CallAsync("POST", $"{Functions}/@F/invocations", payload, headers);

    /// <summary>Status, and how the call was refused.</summary>
    internal async Task<string> OutcomeAsync(string method, string target, string body = "") => Show((await CallAsync(method, target, body)).Outcome);

    /// <summary>Status and the whole body.</summary>
    internal async Task<string> WholeAsync(string method, string target, string body = "") => Show((await CallAsync(method, target, body)).Whole);

    /// <summary>A text of an answer, without what differs from run to run.</summary>
    internal string Show(string text)
    {
        text = text.Replace(Name, "F", StringComparison.Ordinal).Replace(service.Arn, "ARN", StringComparison.Ordinal).Replace(service.Role, "ROLE", StringComparison.Ordinal);
        text = text.Replace($"arn:aws:lambda:{service.Region}", "arn:aws:lambda:REGION", StringComparison.Ordinal);
        text = Uuids().Replace(text, "UUID");
        text = Times().Replace(text, "TIME");
        text = Hashes().Replace(text, "SHA");
        text = Sizes().Replace(text, "$1SIZE");
        text = Seconds().Replace(text, "$1TIME");
        return Runtimes().Replace(text, "$1HEX");
    }

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync() => await CreateAsync(More, Code);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private string Fill(string text) => text.Replace("@F", Name, StringComparison.Ordinal);

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuids();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+0000|Z)")]
    private static partial Regex Times();

    [GeneratedRegex("[A-Za-z0-9+/]{43}=")]
    private static partial Regex Hashes();

    [GeneratedRegex("(\"CodeSize\":)\\d+")]
    private static partial Regex Sizes();

    [GeneratedRegex("(\"LastModified\":|\"CreationTime\":)[\\d.E+]+(?=[,}])")]
    private static partial Regex Seconds();

    [GeneratedRegex("(::runtime:)[0-9a-f]+")]
    private static partial Regex Runtimes();
}
