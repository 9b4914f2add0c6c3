using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace ReplicatePS.Core.Tests;

public class LayeringTests
{
    private static readonly Assembly Core = typeof(ReplicateClient).Assembly;

    // Where JSON is the thing itself.
    private static readonly string[] Json =
    {
        "ApiAnswer.Json", "ApiObject.Json", "ApiObject.Others", "CanonicalJson.Hash", "CreateAttempt.Input", "InputForm.Fit", "JournalRow.Output", "JournalRow.Run", "JournalRow.ToPrediction", "RunSchema.Join", "PredictionSearch.Input", "PredictionSearch.Of", "ReplicateFile.Metadata", "Run.Input", "Run.Output", "Run.Metrics", "Run.Urls", "NewPrediction.Input", "NewTraining.Input", "ModelVersion.OpenApiSchema", "OutputLink.In",
        "RequestsApi.ListAsync", "SchemaField.Choices", "SchemaField.Default",
        "SafeText.Of", "SafeText.NameOf",
    };

    [Fact]
    public void The_core_knows_nothing_of_powershell_or_the_emulator() => Assert.DoesNotContain(
        Core.GetReferencedAssemblies(),
        reference => reference.Name!.Contains("Automation", StringComparison.Ordinal) || reference.Name.Contains("Emulator", StringComparison.Ordinal));

    [Fact]
    public void Only_where_json_is_meant_does_the_core_show_it()
    {
        IEnumerable<string> shown = Core.GetExportedTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(member => member is not MethodInfo { IsSpecialName: true } && TypesOf(member).Any(IsJson))
            .Select(member => $"{member.DeclaringType!.Name}.{member.Name}");
        Assert.Equal(Json.Order(), shown.Order());
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        PropertyInfo property => new[] { property.PropertyType },
        MethodBase method => method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
        FieldInfo field => new[] { field.FieldType },
        _ => Array.Empty<Type>(),
    };

    private static bool IsJson(Type type) =>
        type.Namespace?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true || type.GetGenericArguments().Any(IsJson);
}
