using Gateway.Wire.Input;
using Gateway.Wire.Models;
using Gateway.Wire.Validation;

namespace Gateway.Wire.Tests.Models;

public sealed class ServiceModelTests
{
    public static TheoryData<string> Services => ["lambda", "apigateway", "apigatewayv2", "logs"];

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_operation_of_a_model_can_be_made(string service)
    {
        ServiceModel model = Of(service);

        foreach (string name in model.OperationNames)
        {
            Operation operation = model.Find(name)!;
            Assert.Equal(ShapeKind.Structure, operation.Input.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_pattern_of_a_model_is_understood(string service)
    {
        HashSet<Shape> seen = [];
        foreach (string name in Of(service).OperationNames) Visit(Of(service).Find(name)!.Input, seen);

        Assert.Contains(seen, shape => shape.Kind == ShapeKind.Text);
        foreach (Shape shape in seen.Where(shape => shape.Pattern is not null)) Patterns.Matches(shape.Pattern!, "some-text");
    }

    [Theory]
    [InlineData("lambda")]
    [InlineData("apigateway")]
    [InlineData("apigatewayv2")]
    public void Every_operation_is_found_by_its_own_path(string service)
    {
        ServiceModel model = Of(service);
        RestRouter router = new(model);

        foreach ((string name, string method, string pattern) in model.Routes)
        {
            string[] halves = System.Text.RegularExpressions.Regex.Replace(pattern, @"\{[^}]*\}", "a%3Ab").Split('?');

            RouteMatch? match = router.Find(method, halves[0], halves.Length > 1 ? halves[1] : "");

            Assert.Equal(name, match?.Operation.Name);
            Assert.All(match!.Labels.Values, label => Assert.Equal("a:b", label));
        }
    }

    [Fact]
    public void An_operation_of_logs_is_found_by_its_target()
    {
        Assert.Equal("CreateLogGroup", ServiceModel.Logs.FindTarget("Logs_20140328.CreateLogGroup")?.Name);
        Assert.Null(ServiceModel.Logs.FindTarget("Logs_20140329.CreateLogGroup"));
        Assert.Null(ServiceModel.Logs.FindTarget("CreateLogGroup"));
    }

    [Fact]
    public void Errors_say_how_they_spell_message()
    {
        Assert.Equal(new ErrorShape("ResourceNotFoundException", 404, "Message", HasType: true), ServiceModel.Lambda.FindError("ResourceNotFoundException"));
        Assert.Equal(new ErrorShape("ResourceConflictException", 409, "message", HasType: true), ServiceModel.Lambda.FindError("ResourceConflictException"));
    }

    private static void Visit(Shape shape, HashSet<Shape> seen)
    {
        if (!seen.Add(shape)) return;
        foreach (ShapeMember member in shape.Members) Visit(member.Shape, seen);
        if (shape.Element is { } element) Visit(element, seen);
        if (shape.Key is { } key) Visit(key, seen);
    }

    private static ServiceModel Of(string service) => service switch
    {
        "lambda" => ServiceModel.Lambda,
        "apigateway" => ServiceModel.ApiGateway,
        "apigatewayv2" => ServiceModel.ApiGatewayV2,
        _ => ServiceModel.Logs,
    };
}
