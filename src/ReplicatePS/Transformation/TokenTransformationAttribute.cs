using System.Management.Automation;
using System.Security;

namespace ReplicatePS.Transformation;

/// <summary>Takes a token as text, as a SecureString, or as the password of a credential.</summary>
internal sealed class TokenTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => ToSecureString(inputData) ?? inputData;

    /// <summary>The token in the form in which it is kept; null for what is no token.</summary>
    public static SecureString? ToSecureString(object? given)
    {
        switch (given is PSObject wrapped ? wrapped.BaseObject : given)
        {
            case SecureString secure:
                return secure;
            case PSCredential credential:
                return credential.Password;
            case string text:
                SecureString made = new();
                foreach (char c in text.Trim())
                {
                    made.AppendChar(c);
                }

                made.MakeReadOnly();
                return made;
            default:
                return null;
        }
    }
}
