//! Tests of the whole house: HTTP in front, a real database behind. One folder is one test binary.
//!
//! `api` what each route does · `authz` who sees and may what · `contract` what holds for everything
//! declared · `fault` kills, tampering and wrong surroundings. Deliberately absent: code.
