using System.Management.Automation;
using System.Reflection;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Tests.Rules;

/// <summary>All cmdlets of the module, and what is declared about them.</summary>
internal static class Cmdlets
{
    public static Assembly Module => typeof(AsyncCommand).Assembly;

    public static IEnumerable<Type> All => Module.GetTypes().Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null);

    public static TheoryData<Type> Theory => new(All);

    public static IEnumerable<PropertyInfo> Parameters(Type cmdlet) =>
        cmdlet.GetProperties().Where(property => property.GetCustomAttributes<ParameterAttribute>().Any());

    // The reference assembly forgets what its attributes are given; the metadata does not.
    public static CustomAttributeData Declaration(Type cmdlet) => cmdlet.CustomAttributes.Single(data => data.AttributeType.Name == nameof(CmdletAttribute));

    public static string Verb(Type cmdlet) => (string)Declaration(cmdlet).ConstructorArguments[0].Value!;

    public static string Noun(Type cmdlet) => (string)Declaration(cmdlet).ConstructorArguments[1].Value!;

    public static object? Named(Type cmdlet, string name) =>
        Declaration(cmdlet).NamedArguments.Where(argument => argument.MemberName == name).Select(argument => argument.TypedValue.Value).FirstOrDefault();

    public static bool Asks(Type cmdlet) => Named(cmdlet, "SupportsShouldProcess") is true;
}
