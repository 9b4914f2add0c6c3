using System.Reflection;
using System.Runtime.CompilerServices;
using ReplicatePS.Core;
using ReplicatePS.Emulator;

namespace ReplicatePS.Tests.Rules;

public sealed class LayeringTests
{
    private const BindingFlags Everything =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Assembly Core = typeof(ReplicateClient).Assembly;
    private static readonly Assembly Emulator = typeof(ReplicateEmulator).Assembly;

    public static TheoryData<string> Assemblies => new(Cmdlets.Module.GetName().Name!, Core.GetName().Name!, Emulator.GetName().Name!);

    [Fact]
    public void The_core_knows_nothing_of_PowerShell_and_nothing_of_the_emulator() =>
        Assert.DoesNotContain(Core.GetReferencedAssemblies(), name => name.Name is "System.Management.Automation" or "ReplicatePS" or "ReplicatePS.Emulator");

    [Fact]
    public void The_emulator_knows_nothing_of_the_core_or_the_cmdlets() =>
        Assert.DoesNotContain(Emulator.GetReferencedAssemblies(), name => name.Name is "System.Management.Automation" or "ReplicatePS" or "ReplicatePS.Core");

    [Theory, MemberData(nameof(Assemblies))]
    public void Nothing_changes_that_a_whole_process_shares(string assembly)
    {
        var mutable = Assembly.Load(assembly).GetTypes()
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.StartsWith('<'))
            .SelectMany(type => type.GetFields(Everything))
            .Where(field => field.IsStatic && !field.IsLiteral && !field.IsInitOnly && !field.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(field => $"{field.DeclaringType}.{field.Name}");
        Assert.Empty(mutable);
    }

    [Fact]
    public void Users_of_the_cmdlets_see_no_type_of_a_dependency()
    {
        var shown = Cmdlets.Module.GetExportedTypes()
            .SelectMany(type => type.GetMembers(Everything).Where(IsVisible).SelectMany(member => TypesIn(member).Select(seen => (member, seen))))
            .Where(pair => IsForeign(pair.seen))
            .Select(pair => $"{pair.member.DeclaringType}.{pair.member.Name}: {pair.seen}");
        Assert.Empty(shown);
    }

    // Users meet derived classes only in scripts: what is protected or private protected is not shown to them.
    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic,
        FieldInfo field => field.IsPublic,
        PropertyInfo property => property.GetMethod?.IsPublic == true,
        _ => false,
    };

    private static IEnumerable<Type> TypesIn(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo made => made.GetParameters().Select(parameter => parameter.ParameterType),
        FieldInfo field => new[] { field.FieldType },
        PropertyInfo property => new[] { property.PropertyType },
        _ => Type.EmptyTypes,
    };

    private static bool IsForeign(Type type) =>
        (type.IsGenericType && type.GetGenericArguments().Any(IsForeign))
        || (type.HasElementType && IsForeign(type.GetElementType()!))
        || type.Namespace?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true
        || type.Namespace?.StartsWith("Microsoft.Extensions", StringComparison.Ordinal) == true;
}
