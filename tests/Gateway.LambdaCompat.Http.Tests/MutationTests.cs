using System.Text;
using Gateway.Testing;
using Gateway.Testing.Faces;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http.Tests;

/// <summary>Whatever functions answer and templates hold, the front answers something and finds no bug of its own.</summary>
public sealed class MutationTests
{
    private const string Letters = "{}[]\":,0123456789abcu\\/ \n\0é$#().-+'";
    private readonly FrontRig rig = new();

    private static readonly string[] Payloads =
    [
        """{"statusCode":200,"headers":{"X-A":"1","Content-Type":"text/plain"},"multiValueHeaders":{"B":["1","2"]},"cookies":["a=1"],"body":"aGk=","isBase64Encoded":true}""",
        """{"statusCode":"404","body":{"a":[1,2.5e3,null,true,"\ud83d\ude00"]}}""",
        """["x",{"y":"\u0000"}]""",
    ];

    private static readonly string[] Templates =
    [
        """#set($a = $input.params("x"))#if($a.matches("^a.*") && !($a == "b"))$a#elseif($a != 'c')$input.json('$.k')#{else}z#end""",
        """{"statusCode": $context.responseOverride.status, "p": "$util.escapeJavaScript($input.body)", "v": "${stageVariables.color}"} ## end""",
    ];

    [Fact]
    public async Task Answers_of_functions()
    {
        Random random = new(TestSettings.Seed ?? 5);
        rig.AddUrl();
        rig.AddApi(HttpApiKind.Rest, "dev", api => api with { BinaryMediaTypes = ["*/*"] }, FrontRig.Route("GET", "/x"));
        HttpApi rest = rig.Apis["api1"];
        rig.AddApi(HttpApiKind.Http, "$default", FrontRig.Route("GET", "/x"));
        rig.Apis["rest"] = rest;
        for (int round = TestSettings.Rounds(2000); round > 0; round--)
        {
            string payload = Mutate(random, Payloads[random.Next(Payloads.Length)]);
            rig.Answers("f", payload);
            foreach (string target in (string[])["/_aws/lambda-url/url1", "/_aws/execute-api/api1/x", "/_aws/execute-api/rest/dev/x"])
            {
                MemoryAnswer answer = await rig.AskAsync("GET", target);
                Assert.True(answer.Status is >= 100 and <= 999, payload);
                Assert.DoesNotContain(answer.Headers, header => header.Value.Contains('\n') || header.Value.Contains('\0'));
            }
        }
    }

    [Fact]
    public async Task Templates_of_mocks()
    {
        Random random = new(TestSettings.Seed ?? 6);
        for (int round = TestSettings.Rounds(2000); round > 0; round--)
        {
            ApiIntegration mock = new()
            {
                Type = "MOCK",
                RequestTemplates = new Dictionary<string, string> { ["application/json"] = "{\"statusCode\":200}" },
                MockAnswers = [new MockAnswer { Status = 200, Templates = new Dictionary<string, string> { ["application/json"] = Mutate(random, Templates[random.Next(Templates.Length)]) } }],
            };
            rig.AddApi(HttpApiKind.Rest, "dev", FrontRig.Route("POST", "/x") with { Integration = mock });

            MemoryAnswer answer = await rig.AskAsync("POST", "/_aws/execute-api/api1/dev/x?x=abc", Encoding.UTF8.GetBytes("{\"k\":{\"l\":1}}"), []);
            Assert.True(answer.Status is 200 or 500 or (>= 100 and <= 599));
        }
    }

    [Fact]
    public async Task Requests()
    {
        Random random = new(TestSettings.Seed ?? 7);
        rig.AddUrl();
        rig.AddApi(HttpApiKind.Http, "$default", FrontRig.Route("ANY", "/a/{b}/{c+}"), FrontRig.Route("ANY", null, "1.0"));
        rig.Answers("f", """{"statusCode":200}""");
        for (int round = TestSettings.Rounds(2000); round > 0; round--)
        {
            string path = Mutate(random, "/a/b%20c/d%2Fe/%C3%A9?x=1&y=%41&x=&=z").Replace("\0", "").Replace("\n", "").Replace(" ", "");
            foreach (string target in (string[])["/_aws/lambda-url/url1", "/_aws/execute-api/api1"])
            {
                byte[] body = new byte[random.Next(4)];
                random.NextBytes(body);
                MemoryAnswer answer = await rig.AskAsync("POST", target + "/" + path, body, ["Content-Type: " + (random.Next(2) == 0 ? "text/plain" : ";"), "Cookie: ;;=;a"]);
                Assert.Equal(200, answer.Status);
            }
        }
    }

    private static string Mutate(Random random, string text)
    {
        StringBuilder changed = new(text);
        for (int i = random.Next(4); i >= 0; i--)
        {
            int at = random.Next(changed.Length);
            switch (random.Next(4))
            {
                case 0: changed.Remove(at, Math.Min(random.Next(5), changed.Length - at)); break;
                case 1: changed.Insert(at, Letters[random.Next(Letters.Length)]); break;
                case 2: changed[at] = Letters[random.Next(Letters.Length)]; break;
                default: changed.Insert(at, changed.ToString(at, Math.Min(random.Next(20), changed.Length - at))); break;
            }

            if (changed.Length == 0) changed.Append('x');
        }

        return changed.ToString();
    }
}
