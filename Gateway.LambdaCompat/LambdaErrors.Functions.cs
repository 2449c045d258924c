using System.Globalization;
using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat;

/// <content>Functions, versions, aliases, packages.</content>
internal static partial class LambdaErrors
{
    public static WireException UnknownRuntime(string runtime) =>
        InvalidParameter($"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{Runtimes.Printed}] or be a valid ARN");

    public static WireException RetiredRuntime(string runtime) =>
        InvalidParameter($"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.");

    public static WireException NameTooLong(string name) =>
        InvalidParameter($"1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64");

    public static WireException RuntimeAndHandlerMissing() => InvalidParameter("Runtime and Handler are mandatory parameters for functions created with deployment packages.");

    public static WireException ImagesNotOffered() => InvalidParameter("Functions with package type Image are not supported in this region. Use package type Zip.");

    public static WireException BadZip() => InvalidParameter("Could not unzip uploaded file. Please check your file, then try to upload again.");

    public static WireException EmptyZip() => InvalidParameter("Uploaded file must be a non-empty zip");

    public static WireException UnzippedTooLarge() => InvalidParameter("Unzipped size must be smaller than 262144000 bytes");

    public static WireException WithLayersTooLarge(long bytes) =>
        InvalidParameter(string.Create(CultureInfo.InvariantCulture, $"Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is {bytes} bytes."));

    public static WireException NoCode() => InvalidParameter("Please provide a source for function code.");

    public static WireException ObjectFault(string code, string message) => InvalidParameter($"Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {message}");

    public static WireException EnvironmentTooLarge(string measured) =>
        InvalidParameter($"Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {measured}");

    public static WireException ReservedVariables(IEnumerable<string> names) => InvalidParameter(
        "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. "
        + $"Reserved keys used in this request: {string.Join(", ", names)}");

    public static WireException TooManyLayers() => InvalidParameter("Cannot reference more than 5 layers.");

    public static WireException LayerMissing(string arn) => InvalidParameter($"Layer version {arn} does not exist.");

    public static WireException TwoVersionsOfLayer(string one, string other) => InvalidParameter(
        $"Two different versions of the same layer are not allowed to be referenced in the same function. {one} and {other} are versions of the same layer.");

    public static WireException WrongSha(string given, string current) =>
        InvalidParameter($"CodeSHA256 ({given}) is different from current CodeSHA256 in $LATEST ({current}). Please try again with the CodeSHA256 in $LATEST.");

    public static WireException LatestNotDeletable() => InvalidParameter("$LATEST version cannot be deleted without deleting the function.");

    public static WireException AliasNotDeletable() => InvalidParameter("Deletion of aliases is not currently supported.");

    public static WireException VersionHasAliases(string aliases) => Conflict($"Unable to delete version because the following aliases reference it: [{aliases}]");

    public static WireException AliasExists(string arn) => Conflict($"Alias already exists: {arn}");

    public static WireException AliasNotFoundToGet(string arn) => NotFound($"Cannot find alias arn: {arn}");

    public static WireException AliasNotFoundToUpdate(string arn) => NotFound($"Alias not found: {arn}");

    public static WireException TooManyWeights() => InvalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");

    public static WireException WeightOfSameVersion(string version) => InvalidParameter($"Invalid function version {version}. Function version {version} is already included in routing configuration.");

    public static WireException LatestWithWeights() => InvalidParameterUntyped("$LATEST is not supported for an alias pointing to more than 1 version");

    public static WireException UnqualifiedOnly() =>
        InvalidParameter("This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.");

    public static WireException UnreservedTooSmall(int minimum) => InvalidParameter(
        string.Create(CultureInfo.InvariantCulture, $"Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{minimum}]."));

    public static WireException ProvisionedMoreThanReserved() => InvalidParameter("Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function");

    public static WireException ProvisionedLatest() => InvalidParameter("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");

    public static WireException ProvisionedWithWeights() => InvalidParameter("Alias with weights can not be used with Provisioned Concurrency");

    public static WireException ProvisionedMissing() => Of("ProvisionedConcurrencyConfigNotFoundException", "No Provisioned Concurrency Config found for this function");

    public static WireException EventInvokeMissing(string arn) => NotFound($"The function {arn} doesn't have an EventInvokeConfig");

    public static WireException EventInvokeFunctionMissing() => NotFound("The function doesn't exist.");

    public static WireException EventInvokeEmpty() => InvalidParameter("You must specify at least one of error handling or destination setting.");

    public static WireException DestinationItself() => InvalidParameter("You can't specify the function as a destination for itself.");

    public static WireException DestinationInvalid(string arn) => InvalidParameter($"The destination ARN {arn} is invalid.");

    public static WireException UrlExists(string functionArn) => Conflict(
        $"Failed to create function url config for [functionArn = {functionArn}]. Error message:  FunctionUrlConfig exists for this Lambda function");

    public static WireException UrlFunctionMissing() => NotFound("Function does not exist");

    public static WireException TagsOfQualified() => InvalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");

    public static WireException TooManyTags() => InvalidParameterUntyped("Number of tags exceeds resource tag limit.");

    /// <summary>As DynamoDB says it.</summary>
    public static WireException EdgeTag(string key, string value, string choices) => InvalidParameter($"The Tag Value provided is invalid, Key: {key}, Value: {value}. Expected: {choices}");

    public static WireException NoTags() => InvalidParameter("An error occurred and the request cannot be processed.");

    public static WireException LayerVersionTooSmall() => InvalidParameter("Layer Version Cannot be less than 1");

    public static WireException LayerVersionMissing(string arn) => NotFound($"Layer version {arn} does not exist.");

    public static WireException PolicyOfLatest() => InvalidParameter("We currently do not support adding policies for $LATEST.");

    public static WireException StatementExists(string sid) =>
        Conflict($"The statement id ({sid}) provided already exists. Please provide a new statement id, or remove the existing statement.");

    public static WireException StatementMissing(string sid) => NotFound($"Statement {sid} is not found in resource policy.");

    public static WireException NoPolicyToRemoveFrom() => NotFound("No policy is associated with the given resource.");

    public static WireException NoPolicyOf(string arn) => NotFound($"No policy found for: {arn}");

    public static WireException CodeSigningMissing(string arn) =>
        new(new WireError(404, "CodeSigningConfigNotFoundException", $"Code signing configuration {arn} cannot be found.") { MessageName = "Message" });

    public static WireException CapacityProviderMissing() => ResourceMissing();

    public static WireException DurableExecutionMissing(string arn) => NotFound($"Durable execution not found: {arn}");
}
