@R08.2.1
Feature: R08.2.1 不得迟到、早退、无故缺勤,不能私自调班、顶班
  Arriving and leaving are told as on time, late or early; who stands in without approval is let in and marked, and takes over nothing.

  Background:
    Given the policy pack "service-desk"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty

  Scenario: 准点到岗 in at the start is on time
    When "S02" taps at "08:00"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |

  Scenario: 迟到 a minute later is late
    When "S02" taps at "08:01"
    Then the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 1     |

  Scenario: 私自顶班不能接班 an unapproved stand-in is marked and cannot take over
    When "S04" taps at "07:50"
    Then the last record is "duty.clock-in" with:
      | field   | value      |
      | arrival | unrostered |
    When "S01" taps at "07:56"
    And "S04" taps at "07:56:05"
    Then the tap is refused as "not-entitled"
    And "S01" holds the duty

  Scenario: 领导同意的顶班可以接班 an approved one may
    When "S09" names "S04" substitute for "S02" in shift "D1" at "07:50"
    And "S01" taps at "07:56"
    And "S04" taps at "07:56:05"
    Then "S04" holds the duty
