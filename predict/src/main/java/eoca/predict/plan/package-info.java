/**
 * What plans are worth: conversions and money per thousand deliveries (paper, equations 17 and 18)
 * of assignments against a known truth or against what was bought afterwards, beside random plans.
 */
package eoca.predict.plan;
