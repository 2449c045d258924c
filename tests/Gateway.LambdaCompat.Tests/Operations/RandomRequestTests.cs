using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Testing;
using Gateway.Testing.Faces;
using Gateway.Wire.Models;

namespace Gateway.LambdaCompat.Tests.Operations;

/// <summary>Requests of every operation, made by its shape from names that exist and from nonsense: each is answered well or refused, none with 500.</summary>
public sealed class RandomRequestTests
{
    private static readonly string[] Texts =
    [
        "f", "g", "f:1", "f:live", "live", "1", "2", "$LATEST", "l", "", "x y", "\0", "ü", "*", "s3.amazonaws.com", "123456789012", "999999999999", LambdaUnderTest.Role, LambdaUnderTest.Arn + "f", LambdaUnderTest.Arn + "f:live",
        LambdaUnderTest.Arn + "g:$LATEST", "arn:aws:lambda:us-east-1:123456789012:layer:l", "arn:aws:lambda:us-east-1:123456789012:layer:l:1", "arn:aws:sqs:us-east-1:123456789012:q", "arn:aws:lambda:eu-west-1:123456789012:function:f",
        "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/x", "lambda:InvokeFunction", "nodejs22.x", "index.handler", "{\"a\":[1]}", "00000000-0000-0000-0000-000000000000", "MSBm", "vpc-1", "subnet-1", "sg-1",
    ];

    [Fact]
    public async Task No_request_is_answered_with_a_mistake_of_ours()
    {
        int seed = TestSettings.Seed ?? 1;
        Random random = new(seed);
        await using LambdaUnderTest lambda = new();
        string stream = await EventSources.Tables.CreateAsync(lambda);
        Operation[] operations = [.. ServiceModel.Lambda.OperationNames.Select(name => ServiceModel.Lambda.Find(name)!)];
        int good = 0;
        for (int round = 0; round < TestSettings.Rounds(4000); round++)
        {
            if (round % 40 == 0) await FurnishAsync(lambda);
            Operation operation = operations[random.Next(operations.Length)];
            (string path, string query, byte[] body) = Make(random, operation, stream);

            MemoryAnswer answer = await lambda.CallAsync(operation.Method, path, body, query);

            Assert.True(answer.Status < 500, $"seed {seed}, {operation.Name} {path}?{query} {Encoding.UTF8.GetString(body)}: {answer.Text}");
            if (answer.Status < 300) good++;
            else Assert.NotNull(answer.Header("x-amzn-errortype"));
        }

        Assert.InRange(good, 50, int.MaxValue);
    }

    /// <summary>Makes anew what requests have removed.</summary>
    private static async Task FurnishAsync(LambdaUnderTest lambda)
    {
        foreach (string name in (string[])["f", "g"]) await lambda.CallAsync("POST", "/2015-03-31/functions", LambdaUnderTest.CreateBody(name, "'Publish':true"));
        await lambda.CallAsync("POST", "/2015-03-31/functions/f/aliases", "{'Name':'live','FunctionVersion':'1'}");
        await lambda.CallAsync("POST", "/2018-10-31/layers/l/versions", $"{{'Content':{{'ZipFile':'{Convert.ToBase64String(Zips.Small())}'}}}}");
        await lambda.CallAsync("DELETE", "/2017-10-31/functions/f/concurrency");
    }

    private static (string Path, string Query, byte[] Body) Make(Random random, Operation operation, string stream)
    {
        string[] halves = operation.UriPattern.Split('?');
        List<string> query = halves.Length > 1 ? [halves[1]] : [];
        string path = halves[0];
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            foreach (ShapeMember member in operation.Input.Members)
            {
                if (member.Location == MemberLocation.Path) path = path.Replace($"{{{member.WireName}}}", Uri.EscapeDataString(Text(random, member.Shape, stream)), StringComparison.Ordinal);
                else if (!member.IsRequired && random.Next(3) > 0) continue;
                else if (member.Location == MemberLocation.Query) query.Add($"{member.WireName}={Uri.EscapeDataString(Text(random, member.Shape, stream))}");
                else if (member.Location == MemberLocation.Body) Write(json, member.WireName, member.Shape, random, stream, depth: 0);
            }

            json.WriteEndObject();
        }

        byte[] bytes = operation.Method is "GET" or "DELETE" ? [] : body.ToArray();
        if (bytes.Length > 0 && random.Next(30) == 0) bytes = bytes[..random.Next(bytes.Length)];
        return (path, string.Join('&', query), bytes);
    }

    private static void Write(Utf8JsonWriter json, string? name, Shape shape, Random random, string stream, int depth)
    {
        if (name is not null) json.WritePropertyName(name);
        if (random.Next(60) == 0)
        {
            json.WriteRawValue(random.GetItems<string>(["null", "[]", "{}", "7", "\"x\"", "true", "-1.5", "[null]"], 1)[0]);
            return;
        }

        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                json.WriteStartObject();
                foreach (ShapeMember member in shape.Members.Where(member => depth < 4 && (member.IsRequired || random.Next(2) == 0))) Write(json, member.WireName, member.Shape, random, stream, depth + 1);
                json.WriteEndObject();
                break;
            case ShapeKind.List:
                json.WriteStartArray();
                for (int i = random.Next(3); i > 0; i--) Write(json, null, shape.Element!, random, stream, depth + 1);
                json.WriteEndArray();
                break;
            case ShapeKind.Map:
                json.WriteStartObject();
                for (int i = random.Next(3); i > 0; i--) Write(json, $"key{i}", shape.Element!, random, stream, depth + 1);
                json.WriteEndObject();
                break;
            case ShapeKind.Boolean:
                json.WriteBooleanValue(random.Next(2) == 0);
                break;
            case ShapeKind.Integer or ShapeKind.Long:
                json.WriteNumberValue(Number(random, shape));
                break;
            case ShapeKind.Double or ShapeKind.Timestamp:
                json.WriteNumberValue(random.NextDouble());
                break;
            case ShapeKind.Blob:
                json.WriteBase64StringValue(random.Next(4) == 0 ? [1, 2] : Zips.Small());
                break;
            default:
                json.WriteStringValue(Text(random, shape, stream));
                break;
        }
    }

    private static string Text(Random random, Shape shape, string stream)
    {
        if (shape.Kind is ShapeKind.Integer or ShapeKind.Long) return Number(random, shape).ToString(CultureInfo.InvariantCulture);
        if (shape.Values.Count > 0 && random.Next(10) > 0) return shape.Values[random.Next(shape.Values.Count)];
        if (random.Next(12) == 0) return stream;
        return shape.Name.Contains("Function", StringComparison.Ordinal) && random.Next(3) > 0 ? "f" : Texts[random.Next(Texts.Length)];
    }

    private static long Number(Random random, Shape shape) => random.Next(5) switch
    {
        0 => Math.Max(shape.Bounds.Min, -2),
        1 => Math.Min(shape.Bounds.Max, 100_000),
        2 => long.MaxValue,
        _ => random.Next(1, 4),
    };
}
